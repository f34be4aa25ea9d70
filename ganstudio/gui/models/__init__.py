"""Objects that own state and tell panels when it changes."""
