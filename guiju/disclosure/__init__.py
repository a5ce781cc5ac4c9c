"""Proactive disclosure and responses to public concern: procedures, ledger and figures."""
