"""The `shelflife` command, as an operator types it."""
