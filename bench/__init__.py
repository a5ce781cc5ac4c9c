"""What Guiju takes in time and memory, measured on the machine at hand."""
