"""What can be done: one file per deed, one transaction each."""
