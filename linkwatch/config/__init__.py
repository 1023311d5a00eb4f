"""linkwatch.toml → Settings.

A setting is one field of :mod:`linkwatch.config.settings`: its key in the file, its flag, its help and its line in
``docs/configuration.md`` are all made from it.
"""

from linkwatch.config.loading import database, find, home, load, override, sites_folder
from linkwatch.config.settings import Settings
from linkwatch.config.template import template

__all__ = ["Settings", "database", "find", "home", "load", "override", "sites_folder", "template"]
