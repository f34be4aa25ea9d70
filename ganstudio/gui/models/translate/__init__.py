"""What the Translate room shows and does."""
