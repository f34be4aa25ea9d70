"""The Explore room's panels: each knows the ExploreModel, none knows another."""
