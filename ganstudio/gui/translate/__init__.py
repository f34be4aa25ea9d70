"""The Translate room."""
