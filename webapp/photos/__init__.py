"""Pictures from the camera to the screen: kept privately, checked, derived and served."""
