"""A fictional district, 云岭区, and a year of its ledgers, for demo, tests and bench."""
