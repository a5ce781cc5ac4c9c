"""What is done every night."""
