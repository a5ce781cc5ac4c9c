from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "guiju.home"
    verbose_name = "工作台"
