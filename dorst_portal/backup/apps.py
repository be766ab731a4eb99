from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "dorst_portal.backup"
