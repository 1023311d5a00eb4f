"""YouTube: what its pages mean is in ``linkwatch.sites.youtube``."""

from spiders.base import Base


class Youtube(Base):
    """Visits the links of the site ``youtube``."""

    name = "youtube"
