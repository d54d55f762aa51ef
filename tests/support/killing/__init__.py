"""Deeds that die at a step that is said beforehand, and what may be left of them."""
