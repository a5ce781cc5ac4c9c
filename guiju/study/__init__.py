"""Law-study sessions."""
