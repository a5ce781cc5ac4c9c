"""Settings, addresses and commands: knows every app, known by none."""
