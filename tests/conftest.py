"""How many tests run side by side."""

from __future__ import annotations

import os


def pytest_xdist_auto_num_workers() -> int:
    """Three for two cores: crawls, rests and hanging servers leave a core idle about a third of the time."""
    return max(2, (os.cpu_count() or 2) * 3 // 2)
