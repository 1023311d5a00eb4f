"""The rot curve for programs, for a terminal, and as a picture."""
