"""Administrative normative documents: procedure, ledger and figures."""
