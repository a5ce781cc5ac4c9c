"""The addresses of normative documents; `urls_register` has those of register and clean-up."""

from __future__ import annotations

from django.urls import path

from guiju.normative import views_chain as views

urlpatterns = [
    path("normative/<int:pk>/comments/", views.comments, name="normative-comments"),
    path(
        "normative/<int:pk>/comments.xlsx", views.comments_export, name="normative-comments-export"
    ),
    path("normative/<int:pk>/comments/new/", views.comment_new, name="normative-comment-new"),
    path("normative/<int:pk>/comments/<int:row>/", views.comment, name="normative-comment"),
    path("normative/<int:pk>/clauses/", views.clause_table, name="normative-clauses"),
    path("normative/<int:pk>/clauses.xlsx", views.clauses_export, name="normative-clauses-export"),
    path("normative/<int:pk>/clauses/new/", views.clause_new, name="normative-clause-new"),
    path("normative/<int:pk>/clauses/<int:row>/", views.clause, name="normative-clause"),
    path("normative/<int:pk>/filings/", views.filing_table, name="normative-filings"),
]
