"""One box over everything the office keeps. Knows the law, and nothing of cases."""
