"""The pages, one module each: from a call to a response."""
