"""Words of the boxes, and the bell."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import User

from guiju.home.boxes_page import moment, shown_count
from guiju.notices.selectors import unread
from guiju.procedures.desk.boxes import count

register = template.Library()
register.filter("moment", moment)


@register.simple_tag
def bell(user: User) -> str:
    """How many notices wait to be read; '' for none."""
    n = count(unread(user))
    return shown_count(n) if n else ""
