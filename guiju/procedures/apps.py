from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "guiju.procedures"
    verbose_name = "程序与事项"
