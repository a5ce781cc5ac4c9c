"""The addresses of the desk's pages."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.urls import path, register_converter, reverse_lazy
from django.urls.converters import IntConverter, StringConverter

from guiju.home import (
    views_boxes,
    views_case,
    views_checkup,
    views_deadline,
    views_home,
    views_law,
    views_leader,
    views_notices,
    views_people,
    views_procedures,
    views_records,
    views_reports,
    views_research,
    views_search,
)


class YearConverter(IntConverter):
    """A year there may be ledgers of."""

    regex = "(?:19|20)[0-9]{2}"


class ArticleConverter(StringConverter):
    """An article's number: 33, or 33-1 for 第三十三条之一."""

    regex = "[0-9]{1,5}(?:-[0-9]{1,3})?"


register_converter(YearConverter, "year")
register_converter(ArticleConverter, "article")

urlpatterns = [
    path("", views_home.home, name="home"),
    path("sign-in/", auth.LoginView.as_view(template_name="home/sign_in.html"), name="sign-in"),
    path("sign-out/", auth.LogoutView.as_view(), name="sign-out"),
    path(
        "password/",
        auth.PasswordChangeView.as_view(
            template_name="home/password.html", success_url=reverse_lazy("password-changed")
        ),
        name="password",
    ),
    path(
        "password/changed/",
        auth.PasswordChangeDoneView.as_view(template_name="home/password_changed.html"),
        name="password-changed",
    ),
    path("figures/<str:name>/<year:year>/", views_records.figure_records, name="records"),
    path(
        "figures/<str:name>/<year:year>/export.xlsx",
        views_records.figure_export,
        name="records-export",
    ),
    path("findings/", views_records.findings_latest, name="findings-latest"),
    path("findings/<year:year>/", views_records.findings, name="findings"),
    path("findings/<year:year>/export.xlsx", views_records.findings_export, name="findings-export"),
    path("notices/", views_notices.notices, name="notices"),
    path("notices/export.xlsx", views_notices.notices_export, name="notices-export"),
    path("notices/read/", views_notices.notices_read, name="notices-read"),
    path("notices/<int:pk>/", views_notices.notice, name="notice"),
    path("leader/", views_leader.leader, name="leader"),
    path("leader/<str:kind>/<int:pk>/", views_leader.paper, name="leader-paper"),
    path("leader/<str:kind>/<int:pk>/do/", views_leader.leader_do, name="leader-do"),
    path("people/", views_people.people, name="people"),
    path("people/export.xlsx", views_people.people_export, name="people-export"),
    path("people/lend/", views_people.lend, name="people-lend"),
    path("people/lend/<int:pk>/end/", views_people.lend_end, name="people-lend-end"),
    path("people/substitute/", views_people.substitute, name="people-substitute"),
    path("people/charges/", views_people.charges, name="people-charges"),
    path("people/charges/export.xlsx", views_people.charges_export, name="people-charges-export"),
    path("people/charges/<int:pk>/end/", views_people.charge_end, name="people-charge-end"),
    path("people/handover/", views_people.handover, name="people-handover"),
    path("boxes/to-read/read/", views_boxes.read_all, name="box-read-all"),
    path("boxes/<str:name>/", views_boxes.box, name="box"),
    path("boxes/<str:name>/export.xlsx", views_boxes.box_export, name="box-export"),
    path("cases/<int:pk>/", views_case.case, name="case"),
    path("cases/<int:pk>/glance/", views_case.glance, name="case-glance"),
    path("checkup/", views_checkup.checkup, name="checkup"),
    path("checkup/templates/<str:name>.xlsx", views_checkup.template, name="checkup-template"),
    path("checkup/<str:token>/", views_checkup.result, name="checkup-result"),
    path("checkup/<str:token>/rows/<int:number>/", views_checkup.rows, name="checkup-rows"),
    path(
        "checkup/<str:token>/download/<str:format_name>",
        views_checkup.download_result,
        name="checkup-download",
    ),
    path("reports/", views_reports.reports, name="reports"),
    path("reports/<str:name>/<year:year>/", views_reports.report, name="reports-preview"),
    path(
        "reports/<str:name>/<year:year>/records/",
        views_reports.report_records,
        name="reports-records",
    ),
    path(
        "reports/<str:name>/<year:year>/freeze/", views_reports.report_freeze, name="reports-freeze"
    ),
    path(
        "reports/<str:name>/<year:year>/<str:format_name>",
        views_reports.report_download,
        name="reports-download",
    ),
    path("deadline/", views_deadline.calculator, name="deadline"),
    path("search/", views_search.results, name="search"),
    path("search/suggest/", views_search.suggestions, name="search-suggest"),
    path("law/", views_law.library, name="law"),
    path("law/export.xlsx", views_law.library_export, name="law-export"),
    path("law/folders/", views_research.folders, name="folders"),
    path("law/folders/new/", views_research.folder_new, name="folder-new"),
    path("law/folders/collect/", views_research.folder_collect, name="folder-collect"),
    path("law/folders/<int:pk>/", views_research.folder, name="folder"),
    path("law/folders/<int:pk>/folder.docx", views_research.folder_word, name="folder-word"),
    path(
        "law/folders/<int:pk>/leave-out/", views_research.folder_leave_out, name="folder-leave-out"
    ),
    path("law/folders/<int:pk>/give-up/", views_research.folder_give_up, name="folder-give-up"),
    path("law/<int:pk>/", views_law.instrument, name="law-instrument"),
    path("law/<int:pk>/versions/", views_law.versions, name="law-versions"),
    path("law/<int:pk>/<article:number>/", views_law.article, name="law-article"),
    path("procedures/", views_procedures.procedures, name="procedures"),
    path("procedures/<str:name>/", views_procedures.sheet, name="procedures-sheet"),
]
