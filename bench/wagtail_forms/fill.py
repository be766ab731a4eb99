"""A form for each group, and what was sent in: `python -m bench.wagtail_forms.fill N`."""

import json
import sys

import django
from django.core.management import call_command

django.setup()

from django.contrib.auth.models import User  # noqa: E402
from wagtail.contrib.forms.models import FormSubmission  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from bench.sessions import session_of  # noqa: E402
from bench.wagtail_forms.models import FormField, FormPage  # noqa: E402

GROUPS = 17
CLIENTS = 8
# The questions of the least project.
QUESTIONS = (
    ("street", "Straat", "singleline", True),
    ("house_number", "Huisnummer", "singleline", True),
    ("name", "Voor- en achternaam", "singleline", True),
    ("mobile", "Mobiel nummer", "singleline", True),
    ("email", "E-mailadres", "email", True),
    ("message", "Wil je nog iets zeggen?", "multiline", False),
    ("agree", "Ik houd me aan de spelregels", "checkbox", True),
)


def main(count: int) -> None:
    """Fill the tables and tell the visitors."""
    call_command("migrate", interactive=False, verbosity=0)
    site = Site.objects.get(is_default_site=True)
    site.root_page = home = Page.objects.get(depth=2)
    site.save()
    forms = []
    for number in range(1, GROUPS + 1):
        form = home.add_child(
            instance=FormPage(
                title=f"Aanmelden voor groep {number}",
                slug=f"groep-{number}",
                to_address=f"beheerder-{number}@example.org",
                from_address="portal@example.org",
                subject="Nieuwe aanmelding",
            )
        )
        for order, (name, label, kind, required) in enumerate(QUESTIONS):
            FormField.objects.create(
                page=form,
                sort_order=order,
                clean_name=name,
                label=label,
                field_type=kind,
                required=required,
            )
        forms.append(form)
    sent = [
        FormSubmission(
            page=forms[i % GROUPS],
            form_data={
                "street": "straat 1 1",
                "house_number": str(i % 100 + 1),
                "name": f"Voorbeeld Bewoner {i}",
                "mobile": f"+31600{1_000_000 + i}",
                "email": f"aanvrager-{i}@example.org",
                "message": "",
                "agree": True,
            },
        )
        for i in range(1, count + 1)
    ]
    FormSubmission.objects.bulk_create(sent, batch_size=500)
    # Who may see all submissions: the rights of editors are not what is compared.
    beheerders = []
    for number, form in enumerate(forms[:CLIENTS], 1):
        user = User.objects.create(username=f"beheerder-{number}", is_superuser=True)
        beheerders.append({"session": session_of(user), "form": form.pk})
    homes = [(form.slug, f"straat {number} 1") for number, form in enumerate(forms, 1)]
    sys.stdout.write(json.dumps({"homes": homes, "beheerders": beheerders}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
