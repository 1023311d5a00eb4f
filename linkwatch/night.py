"""night."""
