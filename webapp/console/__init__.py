"""Support staff's pages."""
