"""The check-up: last year's ledgers read strictly and laid beside the law."""
