"""`manage.py import_members FILE --group SLUG`: who is in a group already, from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from groups.members.list_files.limits import LIMITS
from groups.members.pages.imports import counted_of
from groups.members.services.imports import lists
from groups.members.services.imports.work import work
from groups.models import MemberImport, MemberImportRow, WatchGroup
from groups.refusals import Refused
from groups.values.member_import_states import SURE, ListState, Verdict

_SHOWN = 20
_LISTS = MemberImport.objects.without_content().select_related("group")
# Nobody is logged in at the machine itself.
WHO: Any = {"by": None, "actor": "import_members"}


class Command(BaseCommand):
    """Checks a list, says what there is to say, and takes over who is right: the beheerder of the
    group confirms them. Twice changes nothing.
    """

    help = "Zet wie al in een groep zit op de ledenlijst, als te bevestigen (CSV, XLSX of VCF)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--group", metavar="SLUG", required=True, help="de groep")
        parser.add_argument("--dry-run", action="store_true", help="alleen laten zien")

    def handle(self, *args: Any, **options: Any) -> None:
        group = WatchGroup.objects.not_archived().filter(slug=options["group"]).first()
        if group is None:
            raise CommandError(f"Groep ‘{options['group']}’ kennen we niet.")
        batch = self._checked(options["file"], group)
        try:
            if options["dry_run"]:
                lists.drop(batch, **WHO, now=timezone.now())
                return
            lists.confirm(batch, **WHO, now=timezone.now())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        work(now=timezone.now())
        batch.refresh_from_db(from_queryset=_LISTS)
        if batch.state != ListState.DONE:
            raise CommandError(batch.refusal or "Het overnemen is nog niet klaar.")
        self.stdout.write(f"Overgenomen: {batch.facts['taken']}. Niet: {batch.facts['left']}.")

    def _checked(self, file: Path, group: WatchGroup) -> MemberImport:
        try:
            with file.open("rb") as opened:
                content = opened.read(LIMITS.most_bytes + 1)
            batch = lists.store(
                content,
                name=file.name[:120],
                group=group,
                by_platform=True,
                **WHO,
                now=timezone.now(),
            )
        except OSError as error:
            raise CommandError(f"{file} is niet te lezen: {error.strerror}") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        work(now=timezone.now())
        batch.refresh_from_db(from_queryset=_LISTS)
        if batch.state == ListState.COLUMNS:
            lists.drop(batch, **WHO, now=timezone.now())
            raise CommandError(f"{batch.refusal} Geef die kolom een naam, zoals Naam of Mobiel.")
        if batch.state != ListState.READY:
            raise CommandError(batch.refusal or "De controle is nog niet klaar.")
        self._show(batch)
        return batch

    def _show(self, batch: MemberImport) -> None:
        """How many of what, and the first lines that are not right: never who or which number."""
        counted = counted_of(batch).by_verdict
        columns = [one for one in batch.facts["columns"] if one["part"]]
        named = ", ".join(f"{one['words']}={one['name']}" for one in columns)
        self.stdout.write(f"Kolommen: {named}")
        for verdict in Verdict:
            if counted[verdict]:
                self.stdout.write(f"{verdict.label}: {counted[verdict]}")
        rows = MemberImportRow.objects.filter(batch=batch).exclude(verdict__in=SURE)
        for row in rows.order_by("line")[:_SHOWN]:
            self.stdout.write(f"Regel {row.line}: {row.problem}")
