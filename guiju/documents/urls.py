"""The addresses of documents."""

from __future__ import annotations

from django.urls import path

from guiju.documents import views

urlpatterns = [
    path("documents/incoming/register/", views.register, name="incoming-register"),
    path(
        "documents/incoming/register.xlsx", views.register_export, name="incoming-register-export"
    ),
]
