"""Every other host: what its pages mean is in ``linkwatch.sites.other``."""

from spiders.base import Base


class Other(Base):
    """Visits the links of the site ``other``."""

    name = "other"
