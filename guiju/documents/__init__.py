"""Official documents going out of the office."""
