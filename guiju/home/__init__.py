"""The desk in the browser: a face above the reports, without rules of its own."""
