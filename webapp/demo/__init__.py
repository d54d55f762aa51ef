"""A studio to try things out in: its people, its pictures and how they were drawn."""
