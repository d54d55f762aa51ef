"""A few whole journeys of a person, in a real browser against the real program."""
