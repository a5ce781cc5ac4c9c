from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "guiju.study"
    verbose_name = "学法"
