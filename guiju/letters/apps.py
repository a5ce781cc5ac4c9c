from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "guiju.letters"
    verbose_name = "文书"
