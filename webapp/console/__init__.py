"""The pages of the support staff."""
