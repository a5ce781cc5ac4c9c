from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "guiju.files"
    verbose_name = "文件库"
