"""jiji.com: what its pages mean is in ``linkwatch.sites.jiji``."""

from spiders.base import Base


class Jiji(Base):
    """Visits the links of the site ``jiji``."""

    name = "jiji"
