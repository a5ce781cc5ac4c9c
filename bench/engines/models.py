"""Where SpiffWorkflow's state is kept: it brings a serializer and no tables."""

from __future__ import annotations

from django.db import models


class Stored(models.Model):
    """One workflow as JSON text, as `BpmnWorkflowSerializer` writes it."""

    state = models.TextField()

    def __str__(self) -> str:
        return f"{self.pk}"
