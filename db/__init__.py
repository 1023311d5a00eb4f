"""The store: protocols in ``store``, one engine a module."""
