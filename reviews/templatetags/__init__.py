"""Template tags of the review screens."""
