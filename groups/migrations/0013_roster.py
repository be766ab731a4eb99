from django.db import migrations, models
from django.db.models import F, Q

from dorst_portal.kit.inputs.text import search_key
from dorst_portal.kit.search import SearchKeyField
from groups.values.addresses import HouseNumber
from groups.values.member_search import LONGEST_KEY, text_to_search

SOURCES = [
    ("request", "aanvraag"),
    ("import", "overgenomen lijst"),
    ("example", "voorbeeld"),
    ("moved", "adres ging naar deze groep"),
    ("beheerder", "door de beheerder toegevoegd"),
]


def fill(apps, schema_editor):
    """The key of every member that is there already."""
    rows = apps.get_model("groups", "Membership")._base_manager.filter(anonymised_at__isnull=True)
    for row in rows.iterator(chunk_size=1000):
        number = row.house_number and HouseNumber(
            row.house_number, row.house_letter, row.house_number_addition
        )
        address = f"{row.street_text} {number or ''}"
        text = text_to_search(row.name, row.organisation, address, row.mobile)
        rows.filter(pk=row.pk).update(search_key=search_key(text)[:LONGEST_KEY])


def settle(apps, schema_editor):
    """Who ended before there was a task to take them out of the chat is out of it."""
    rows = apps.get_model("groups", "Membership")._base_manager
    ended = rows.filter(until__isnull=False, left_chat_at__isnull=True)
    ended.exclude(end_reason="other_group").update(left_chat_at=F("until"))


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0012_the_same_person_twice"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="search_key",
            field=SearchKeyField(
                default="", editable=False, max_length=LONGEST_KEY, of="searched"
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="membership",
            name="source",
            field=models.CharField(choices=SOURCES, max_length=10, verbose_name="bron"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(settle, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="membership", name="membership_to_take_out"),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(
                condition=Q(
                    until__isnull=False, left_chat_at__isnull=True, anonymised_at__isnull=True
                ),
                fields=["group", "until", "id"],
                name="membership_to_take_out",
            ),
        ),
    ]
