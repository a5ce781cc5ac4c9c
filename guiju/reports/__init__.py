"""Yearly reports: figures that open their records, tables that add up, paper that can be signed."""
