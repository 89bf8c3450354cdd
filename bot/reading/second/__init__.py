"""A language model as second reader: what it claims, held against the article and the rules. Pure."""
