from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "guiju.audit"
    verbose_name = "审计"
