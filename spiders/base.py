"""What all spiders share."""

from __future__ import annotations

import scrapy


class Base(scrapy.Spider):
    """Visits the links of one site; ``name`` is the site's name in ``linkwatch.sites``."""

    name: str
