"""A page with a form, word for word as Wagtail's manual has it."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.contrib.forms.models import AbstractEmailForm, AbstractFormField


class FormField(AbstractFormField):
    """A question."""

    page = ParentalKey("FormPage", on_delete=models.CASCADE, related_name="form_fields")


class FormPage(AbstractEmailForm):
    """The form of a group; what is sent in is mailed to its beheerder."""

    template = "form_page.html"
    landing_page_template = "form_page_landing.html"
