from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "guiju.api"
    verbose_name = "接口"
