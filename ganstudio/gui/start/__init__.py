"""The page on which a person chooses data, a recipe and settings, and starts a run."""
