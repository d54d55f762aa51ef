"""Ten minutes of everything at once: `python -m bench.soak`."""
