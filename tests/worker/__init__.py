"""What the worker does by itself."""
