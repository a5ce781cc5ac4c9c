"""The addresses of the register of normative documents and of its clean-ups."""

from __future__ import annotations

from django.urls import path

from guiju.normative import views_clean_up as rounds
from guiju.normative import views_register as views

_ROUND = "normative/clean-ups/<int:pk>/"

urlpatterns = [
    path("normative/register/", views.documents, name="normative-register"),
    path("normative/register.xlsx", views.export, name="normative-register-export"),
    path("normative/clean-ups/", rounds.clean_ups, name="normative-clean-ups"),
    path("normative/clean-ups/open/", rounds.open_round, name="normative-clean-up-open"),
    path(_ROUND, rounds.clean_up, name="normative-clean-up"),
    path(f"{_ROUND}list.xlsx", rounds.export, name="normative-clean-up-export"),
    path(f"{_ROUND}conclude/", rounds.conclude, name="normative-clean-up-conclude"),
    path(f"{_ROUND}finish/", rounds.finish, name="normative-clean-up-finish"),
    path(f"{_ROUND}decide/", rounds.decide, name="normative-clean-up-decide"),
    path(f"{_ROUND}publish/", rounds.publish, name="normative-clean-up-publish"),
    path(f"{_ROUND}notice.pdf", rounds.notice_pdf, name="normative-clean-up-pdf"),
    path(f"{_ROUND}notice.docx", rounds.notice_docx, name="normative-clean-up-docx"),
]
