"""Reading only, one file per subject."""
