"""Statements every act needs, made once and sent together."""
