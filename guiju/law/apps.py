from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "guiju.law"
    verbose_name = "法规库"
