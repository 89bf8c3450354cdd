"""`vigie bench`: what the hot paths cost here, each against a named peer or a named budget."""
