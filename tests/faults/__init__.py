"""Bad luck: disks that fill, stores that are down, processes that die (invariants 6 and 13)."""
