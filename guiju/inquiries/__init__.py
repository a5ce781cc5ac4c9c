"""Messages from citizens and petitions: procedure, ledger and figures."""
