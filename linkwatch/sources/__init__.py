"""Paths, folders, globs, standard input and addresses → bytes."""

from linkwatch.sources.gathering import Fetch, Source, gather, listed
from linkwatch.sources.names import Names
from linkwatch.sources.patterns import Patterns

__all__ = ["Fetch", "Names", "Patterns", "Source", "gather", "listed"]
