"""What every floor shares: how Guiju refuses. No tables, no rules."""
