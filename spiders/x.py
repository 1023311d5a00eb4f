"""X, formerly Twitter: what its pages mean is in ``linkwatch.sites.x``."""

from spiders.base import Base


class X(Base):
    """Visits the links of the site ``x``."""

    name = "x"
