"""Government supervision, from opening to striking off."""
