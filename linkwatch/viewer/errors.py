"""What keeps a page from being shown."""

from __future__ import annotations


class NotFound(Exception):
    """There is nothing at this address."""


class Refused(Exception):
    """A form was not sent from one of our pages, or too late."""
