"""What the desk adds to a case's history: who has to act, who reads, what was written, by when."""
