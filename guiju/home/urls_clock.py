"""The addresses of the clock in service: board, calendar, slips, holidays and jobs."""

from __future__ import annotations

from django.urls import path

from guiju.home import views_board, views_calendar, views_holidays, views_jobs, views_slips

urlpatterns = [
    path("board/", views_board.board, name="board"),
    path("board/export.xlsx", views_board.board_export, name="board-export"),
    path("calendar/", views_calendar.calendar_now, name="calendar-now"),
    path("calendar/<year:year>/<int:month>/", views_calendar.calendar, name="calendar"),
    path("calendar/feed/", views_calendar.feed_page, name="calendar-feed-page"),
    path("calendar/feed/make/", views_calendar.feed_make, name="calendar-feed-make"),
    path("calendar/feed/revoke/", views_calendar.feed_revoke, name="calendar-feed-revoke"),
    path("calendar/feed/<str:token>.ics", views_calendar.feed, name="calendar-feed"),
    path("slips/", views_slips.slips, name="slips"),
    path("slips/export.xlsx", views_slips.slips_export, name="slips-export"),
    path("slips/<int:pk>/", views_slips.slip, name="slip"),
    path("slips/<int:pk>/slip.pdf", views_slips.slip_as_pdf, name="slip-pdf"),
    path("holidays/", views_holidays.holidays, name="holidays"),
    path("jobs/", views_jobs.jobs, name="jobs"),
    path("jobs/export.xlsx", views_jobs.jobs_export, name="jobs-export"),
    path("jobs/<int:pk>/", views_jobs.job, name="job"),
    path("jobs/<int:pk>/cancel/", views_jobs.job_cancel, name="job-cancel"),
]
