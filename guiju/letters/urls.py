"""The addresses of letters."""

from __future__ import annotations

from django.urls import path, re_path

from guiju.letters import views

urlpatterns = [
    path("cases/<int:pk>/letters/", views.letters, name="letters"),
    path("cases/<int:pk>/letters/<slug:name>/<int:seq>/", views.letter, name="letter"),
    path(
        "cases/<int:pk>/letters/<slug:name>/<int:seq>/preview.pdf",
        views.preview_pdf,
        name="letter-preview",
    ),
    re_path(
        r"^cases/(?P<pk>\d{1,15})/letters/issued/(?P<issue_id>\d{1,15})\.(?P<kind>pdf|docx)$",
        views.issued,
        name="letter-issued",
    ),
]
