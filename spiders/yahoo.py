"""Yahoo! News Japan: what its pages mean is in ``linkwatch.sites.yahoo``."""

from spiders.base import Base


class Yahoo(Base):
    """Visits the links of the site ``yahoo``."""

    name = "yahoo"
