from django.apps import AppConfig


class NumbersConfig(AppConfig):
    name = "guiju.numbers"
    verbose_name = "编号登记"
