from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "guiju.org"
    verbose_name = "机构与岗位"
