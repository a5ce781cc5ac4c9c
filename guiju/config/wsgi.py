"""The door for a web server: `gunicorn guiju.config.wsgi`."""

from __future__ import annotations

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from guiju.config.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guiju.config.settings")

application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # the pages, which else are loaded when one is asked for
settle()
