"""Figures: what was counted, how much, by whom."""
