"""Letters that a case calls for: templates, composing, paper, and what went out, unchanged."""
