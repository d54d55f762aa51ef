"""A whole house on PostgreSQL beside a small one: `python -m bench.at_size`."""
