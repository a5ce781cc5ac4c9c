from django.apps import AppConfig


class FoiConfig(AppConfig):
    name = "guiju.foi"
    verbose_name = "依申请公开"
