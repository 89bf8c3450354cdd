"""Text -> facts, pure functions: quotes, figures, positions, and what they stand on."""
