"""The addresses of outgoing documents: their editor, their papers, their registers."""

from __future__ import annotations

from django.urls import path

from guiju.documents import views_papers, views_registers, views_writing

urlpatterns = [
    path("documents/outgoing/register/", views_registers.outgoing, name="outgoing-register"),
    path(
        "documents/outgoing/register.xlsx",
        views_registers.outgoing_export,
        name="outgoing-register-export",
    ),
    path("documents/seals/register/", views_registers.seals, name="seal-register"),
    path(
        "documents/seals/register.xlsx", views_registers.seals_export, name="seal-register-export"
    ),
    path("documents/<int:pk>/write/", views_writing.write, name="document-write"),
    path("documents/<int:pk>/write/save/", views_writing.autosave, name="document-autosave"),
    path("documents/<int:pk>/write/preview/", views_writing.preview, name="document-preview"),
    path("documents/<int:pk>/write/picture/", views_writing.picture, name="document-picture"),
    path("documents/<int:pk>/document.pdf", views_papers.pdf, name="document-pdf"),
    path("documents/<int:pk>/document.docx", views_papers.docx, name="document-docx"),
    path("documents/<int:pk>/marked/", views_papers.marked, name="document-marked"),
    path("documents/<int:pk>/clean/", views_papers.clean, name="document-clean"),
    path("documents/<int:pk>/sheet/", views_papers.sheet, name="outgoing-sheet"),
    path("documents/<int:pk>/sheet.pdf", views_papers.sheet_pdf, name="outgoing-sheet-pdf"),
    path("documents/<int:pk>/countersign/", views_papers.countersign, name="outgoing-countersign"),
    path(
        "documents/<int:pk>/countersign.pdf",
        views_papers.countersign_pdf,
        name="outgoing-countersign-pdf",
    ),
    path("documents/<int:pk>/package/", views_papers.package, name="document-package"),
    path("documents/<int:pk>/package.zip", views_papers.package_zip, name="document-package-zip"),
]
