"""The product's settings with the tables of the other two engines beside its own."""

from guiju.config.settings import *  # noqa: F403
from guiju.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "viewflow", "viewflow.workflow", "bench.engines"]
