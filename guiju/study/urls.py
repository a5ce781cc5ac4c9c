"""The addresses of law study."""

from __future__ import annotations

from django.urls import path

from guiju.study import views, views_analyses, views_performance, views_reading, views_sessions

urlpatterns = [
    path("study/", views.study, name="study"),
    path("study/register.xlsx", views.register_export, name="study-register-export"),
    path("study/plans/new/", views.plan_new, name="study-plan-new"),
    path("study/plans/<int:pk>/", views.plan, name="study-plan"),
    path("study/plans/<int:pk>/plan.xlsx", views.plan_export, name="study-plan-export"),
    path("study/plans/<int:pk>/import/", views.plan_import, name="study-plan-import"),
    path("study/plans/<int:pk>/items/new/", views.item_new, name="study-item-new"),
    path("study/plans/<int:pk>/items/<int:item>/", views.item, name="study-item"),
    path("study/plans/<int:pk>/items/<int:item>/take/", views.item_take, name="study-item-take"),
    path("study/analyses/", views_analyses.analyses, name="study-analyses"),
    path("study/analyses.xlsx", views_analyses.analyses_export, name="study-analyses-export"),
    path("study/analyses/new/", views_analyses.analysis_new, name="study-analysis-new"),
    path("study/analyses/<int:pk>/", views_analyses.analysis, name="study-analysis"),
    path(
        "study/analyses/<int:pk>/change/",
        views_analyses.analysis_change,
        name="study-analysis-change",
    ),
    path("study/statements/", views_performance.statements, name="study-statements"),
    path(
        "study/statements.xlsx", views_performance.statements_export, name="study-statements-export"
    ),
    path("study/statements/new/", views_performance.statement_new, name="study-statement-new"),
    path("study/statements/<int:pk>/", views_performance.statement, name="study-statement"),
    path(
        "study/statements/<int:pk>/statement.docx",
        views_performance.statement_word,
        name="study-statement-word",
    ),
    path(
        "study/statements/<int:pk>/statement.pdf",
        views_performance.statement_pdf,
        name="study-statement-pdf",
    ),
    path("study/mine/", views_reading.mine, name="study-mine"),
    path("study/reading/", views_reading.reading, name="study-reading"),
    path("study/reading.xlsx", views_reading.reading_export, name="study-reading-export"),
    path("study/sessions/<int:pk>/", views_sessions.session, name="study-session"),
    path("study/sessions/<int:pk>/sign-in/", views_sessions.sign_in_sheet, name="study-sign-in"),
    path(
        "study/sessions/<int:pk>/attendance.xlsx",
        views_sessions.attendance_export,
        name="study-attendance-export",
    ),
]
