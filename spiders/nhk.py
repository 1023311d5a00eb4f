"""NHK: what its pages mean is in ``linkwatch.sites.nhk``."""

from spiders.base import Base


class Nhk(Base):
    """Visits the links of the site ``nhk``."""

    name = "nhk"
