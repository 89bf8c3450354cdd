"""Positions: who supports, does not rule out, opposes or hesitates on what."""
