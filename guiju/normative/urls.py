"""The addresses of normative documents; `urls_register` has those of register and clean-up."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
