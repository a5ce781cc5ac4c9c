"""A fictional district, 云岭区, and a year of its ledgers: for the demo, the tests and the bench."""
