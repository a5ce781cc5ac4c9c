"""The addresses of a case and of everything done from it."""

from __future__ import annotations

from django.urls import path

from guiju.home import (
    views_acts,
    views_case,
    views_correcting,
    views_drafts,
    views_papers,
    views_side,
)

urlpatterns = [
    path("cases/new/", views_acts.new, name="case-new"),
    path("cases/new/<str:procedure>/", views_acts.open_form, name="case-open"),
    path("cases/<int:pk>/acts/<str:name>/", views_acts.act, name="case-act"),
    path("cases/<int:pk>/take-back/", views_acts.take_it_back, name="case-take-back"),
    path("cases/<int:pk>/who/", views_case.who, name="case-who"),
    path("cases/<int:pk>/who.xlsx", views_case.who_export, name="case-who-export"),
    path("cases/<int:pk>/sheet/", views_case.sheet, name="case-sheet"),
    path("cases/<int:pk>/tasks/<int:task>/hand-on/", views_side.pass_on, name="case-hand-on"),
    path("cases/<int:pk>/circulate/", views_side.send_round, name="case-circulate"),
    path("cases/<int:pk>/readings/<int:reading>/", views_side.have_read, name="case-read"),
    path("cases/<int:pk>/recall/", views_side.call_in, name="case-recall"),
    path("cases/<int:pk>/urge/", views_side.press, name="case-urge"),
    path("cases/<int:pk>/link/", views_side.link, name="case-link"),
    path("cases/<int:pk>/watch/", views_side.follow, name="case-watch"),
    path("cases/<int:pk>/void/", views_side.void, name="case-void"),
    path("cases/<int:pk>/correct/", views_correcting.put_right, name="case-correct"),
    path(
        "cases/<int:pk>/correct/<int:seq>/",
        views_correcting.put_facts_right,
        name="case-correct-facts",
    ),
    path("cases/<int:pk>/text/", views_papers.text, name="case-text"),
    path("cases/<int:pk>/files/", views_papers.add_file, name="case-files"),
    path("cases/<int:pk>/files/<int:number>/", views_papers.file, name="case-file"),
    path("phrases/", views_papers.phrases, name="phrases"),
    path("drafts/save/", views_drafts.save, name="draft-save"),
    path("drafts/merge/", views_drafts.merge, name="draft-merge"),
    path("drafts/<int:pk>/", views_drafts.resume, name="draft"),
    path("drafts/<int:pk>/discard/", views_drafts.discard, name="draft-discard"),
]
