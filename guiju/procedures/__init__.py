"""The engine: what a procedure file says, what it proves, when its clocks run, who broke it."""
