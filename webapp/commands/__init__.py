"""What the `shelflife` command can do, a few subcommands to a file."""
