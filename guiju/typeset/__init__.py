"""Paper: A4 pages as GB/T 9704-2012 asks for them, in Word and in PDF."""
