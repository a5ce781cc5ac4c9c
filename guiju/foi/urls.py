"""The addresses of requests."""

from __future__ import annotations

from django.urls import path

from guiju.foi import views

urlpatterns = [
    path("foi/cases/<int:pk>/applicant/", views.applicant, name="foi-applicant"),
    path("foi/cases/<int:pk>/register/", views.register, name="foi-register-sheet"),
    path("foi/cases/<int:pk>/search-record/", views.search_record, name="foi-search-record"),
    path("foi/cases/<int:pk>/partial-test/", views.partial_test, name="foi-partial-test"),
]
