"""The measurements behind the budgets, each one command: `python -m bench.archiving`."""
