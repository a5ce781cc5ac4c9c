"""Yearly key points, problems to rectify and the report on building a law-based government."""
