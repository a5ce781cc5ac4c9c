from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "guiju.search"
    verbose_name = "检索"
