"""Draws the people of the demo: flat, friendly and plainly illustrated, the same every time."""
