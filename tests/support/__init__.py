"""What the tests stand on: databases, a browser, a visitor who behaves like a browser."""
