"""Machines on cables that can be pulled, a day on which one dies, and what is wrong after it."""
