"""Facts -> cards: answers to questions, article cards, digests."""
