"""Who said what: marked speech, reported clauses, speakers."""
