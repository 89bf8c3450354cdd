"""What is kept: sources, articles, facts, the outbox, and what was changed in chat."""
