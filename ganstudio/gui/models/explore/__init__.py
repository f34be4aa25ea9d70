"""The Explore room's model objects."""
