"""The district, its units, the posts in them, and who holds which post."""
