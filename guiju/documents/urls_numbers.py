"""The addresses of the register of numbers."""

from __future__ import annotations

from django.urls import path

from guiju.documents import views_numbers as views

urlpatterns = [
    path("documents/numbers/", views.numbers, name="numbers"),
    path("documents/numbers/<int:pk>/<year:year>/", views.year, name="numbers-year"),
    path(
        "documents/numbers/<int:pk>/<year:year>/numbers.xlsx", views.export, name="numbers-export"
    ),
    path("documents/numbers/<int:pk>/<year:year>/reserve/", views.reserve, name="numbers-reserve"),
    path("documents/numbers/<int:pk>/<year:year>/enter/", views.enter, name="numbers-enter"),
    path("documents/numbers/void/<int:pk>/", views.void, name="number-void"),
]
