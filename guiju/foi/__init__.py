"""Requests for government information: procedure, ledger and figures."""
