"""The outside world for messages."""
