"""Executive meetings, their topics and what they decide."""
