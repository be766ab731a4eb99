"""The portal's foundation: settings, accounts, mails, audit. It knows no words of the village."""

from dorst_portal.celery import app as celery_app

__all__ = ["celery_app"]
