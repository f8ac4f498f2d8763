"""What clerks, heads and regulators may type."""
