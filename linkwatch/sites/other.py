"""Every host that no other module names."""

NAME = "other"
HOSTS: tuple[str, ...] = ()
