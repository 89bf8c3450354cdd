"""Chat only: the commands, and the platforms that carry them."""
