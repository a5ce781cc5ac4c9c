from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "guiju.jobs"
    verbose_name = "后台作业"
