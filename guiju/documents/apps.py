from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "guiju.documents"
    verbose_name = "公文"
