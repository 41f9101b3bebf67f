"""What is known: families, concepts, editions."""
