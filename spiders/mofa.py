"""Japan's Ministry of Foreign Affairs: what its pages mean is in ``linkwatch.sites.mofa``."""

from spiders.base import Base


class Mofa(Base):
    """Visits the links of the site ``mofa``."""

    name = "mofa"
