"""The addresses of documents."""

from __future__ import annotations

from django.urls import path

from guiju.documents import views

urlpatterns = [
    path("documents/incoming/register/", views.register, name="incoming-register"),
    path(
        "documents/incoming/register.xlsx", views.register_export, name="incoming-register-export"
    ),
    path("documents/incoming/<int:pk>/slip/", views.slip, name="incoming-slip"),
    path("documents/incoming/<int:pk>/slip.pdf", views.slip_pdf, name="incoming-slip-pdf"),
    path("documents/incoming/<int:pk>/readers/", views.readers, name="incoming-readers"),
    path("documents/incoming/<int:pk>/readers.pdf", views.readers_pdf, name="incoming-readers-pdf"),
]
