"""A photo: kept anew, covered by hand, shown only after a second person looked at it."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from alerts.models import Alert, AlertPhoto
from alerts.services import photos
from alerts.values.covers import boxes_of
from alerts.values.details import unseal_photo
from dorst_portal.accounts.models import User
from dorst_portal.audit.models import Entry
from dorst_portal.kit.pictures.remaking import Box
from groups.api import Refused
from groups.models import Appointment
from tests.alerts.details.conftest import MakePhoto
from tests.groups.conftest import log_in
from tests.groups.pages import text_of, words_of
from tests.kit.pictures.test_remaking import opened
from tests.kit.pictures.zoo import JPEG, SCRIPT, TAKEN, exif, photo, saved

NAMES = (
    "../../x.jpg", "x.jpg.php", "x\x00.jpg", "a" * 300 + ".jpg", "\u202egpj.x", "a\nb.jpg",
    "\"';.jpg", "CON", "<script>.jpg", "",
)  # fmt: skip


def send(client: Client, alert: Alert, content: bytes, name: str = "foto.jpg") -> Any:
    file = SimpleUploadedFile(name or "x", content, content_type="image/svg+xml")
    return client.post(reverse("alert_photo_new", args=[alert.pk]), {"foto": file})


@pytest.fixture
def own(client: Client, own_beheerder: User) -> Client:
    return log_in(client, own_beheerder)


# --- Coming in ------------------------------------------------------------------------------


def test_up_02_what_is_kept_is_a_new_picture_and_what_was_sent_is_nowhere(
    own: Client, alert: Alert
) -> None:
    sent = saved(photo(), "JPEG", exif=exif(6)) + SCRIPT + os.urandom(64) + b"ZOEKWOORD"
    response = send(own, alert, sent)
    kept = AlertPhoto.objects.get()
    assert response["Location"] == reverse("alert_photo", args=[kept.pk])
    picture = unseal_photo(bytes(kept.original or b""))
    assert opened(picture).size == (64, 96)
    assert b"GEHEIM" not in picture
    files = [path for path in Path(site.VAR_DIR).rglob("*") if path.is_file()]
    assert not [path for path in files if b"ZOEKWOORD" in path.read_bytes()]


def test_up_01_what_is_no_photo_is_said_beside_the_field(own: Client, alert: Alert) -> None:
    for content, said in (
        (b"<svg/>", "Dit is geen foto die we kunnen lezen."),
        (b"", "Dit bestand is leeg."),
        (JPEG + b"\0" * (10 * 1024 * 1024), "hoogstens 10 MB"),
    ):
        response = send(own, alert, content)
        assert response.status_code == 200
        assert said in text_of(response)
    assert "Kies een foto." in text_of(own.post(reverse("alert_photo_new", args=[alert.pk])))
    assert not AlertPhoto.objects.exists()


def test_up_03_more_than_a_photo_may_be_is_not_even_read(own: Client, alert: Alert) -> None:
    assert send(own, alert, b"\0" * (11 * 1024 * 1024)).status_code == 413


def test_a_big_photo_is_never_a_file_on_the_disk(
    own: Client, alert: Alert, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    settings.FILE_UPLOAD_TEMP_DIR = "/does/not/exist"
    assert send(own, alert, JPEG).status_code == 302
    other = SimpleUploadedFile("list.csv", b"x" * 10)
    with pytest.raises(FileNotFoundError):
        own.post(reverse("list_import_new", args=["spoorstraat"]), {"bestand": other})


def test_up_04_the_name_of_a_file_is_not_looked_at(
    own_beheerder: User, client: Client, alert: Alert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "remade", lambda sent: sent)  # its own tests decode
    monkeypatch.setattr(photos, "MOST_PHOTOS", 99)
    log_in(client, own_beheerder)
    for name in NAMES[:10]:
        AlertPhoto.objects.all().delete()
        assert send(client, alert, JPEG, name).status_code == 302, name
    shown = client.get(reverse("alert_photo_picture", args=[AlertPhoto.objects.get().pk]))
    assert shown["Content-Disposition"] == 'inline; filename="foto.jpg"'


def test_up_06_so_many_photos_of_an_alert_and_of_a_person(
    own_beheerder: User, alert: Alert, make_photo: MakePhoto, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for _ in range(4):
        make_photo()
    with pytest.raises(Refused, match="hoogstens 4"):
        photos.add_photo(alert, JPEG, by=own_beheerder, now=now)
    AlertPhoto.objects.all().delete()
    monkeypatch.setattr(photos, "PER_USER", 1)
    photos.add_photo(alert, JPEG, by=own_beheerder, now=now)
    with pytest.raises(Refused, match="Morgen kan het weer"):
        photos.add_photo(alert, JPEG, by=own_beheerder, now=now)


@pytest.mark.django_db(transaction=True)
def test_up_06_of_many_at_once_no_more_than_fit_are_kept(
    own_beheerder: User, alert: Alert, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "remade", lambda sent: sent)  # its own tests decode
    monkeypatch.setattr(photos, "PER_ALERT", 999)
    monkeypatch.setattr(photos, "PER_USER", 999)

    def send_one(_number: int) -> bool:
        try:
            photos.add_photo(alert, JPEG, by=own_beheerder, now=now)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(12) as many:
        kept = sum(many.map(send_one, range(60)))
    assert kept == AlertPhoto.objects.count() == 4


def test_a_photo_of_a_telephone_is_taken(own: Client, alert: Alert) -> None:
    assert send(own, alert, TAKEN["heic with a place"](), "IMG_1.HEIC").status_code == 302


# --- Covering -------------------------------------------------------------------------------


def test_squares_beside_each_other_are_one_box() -> None:
    assert boxes_of(["0-0", "0-1", "0-3", "6-9", "1-0"]) == [
        Box(0, 0, 200, 142),
        Box(300, 0, 100, 142),
        Box(0, 142, 100, 143),
        Box(900, 857, 100, 143),
    ]
    with pytest.raises(ValueError, match="no square"):
        boxes_of(["7-0"])


def test_squares_become_black(own: Client, make_photo: MakePhoto) -> None:
    row = make_photo()
    path = reverse("alert_photo", args=[row.pk])
    told = own.post(path, {})
    assert "Dek gezichten en kentekens af." in text_of(told)
    assert "Kies vakken op de foto." in text_of(own.post(path, {"vak": "99-1"}))
    told = own.post(path, {"vak": ["0-0", "1-0", "2-0"]}, follow=True)
    assert "De foto is afgedekt." in words_of(told)
    row.refresh_from_db()
    picture = opened(unseal_photo(bytes(row.covered or b"")))
    assert max(picture.getpixel((3, 3))) < 9  # type: ignore[arg-type]
    assert picture.getpixel((3, 60))[0] > 200  # type: ignore[index]
    assert text_of(told).count(" checked>") == 3
    # Something was forgotten: it is covered again, from the picture as it was.
    own.post(path, {"vak": ["6-9"]})
    row.refresh_from_db()
    again = opened(unseal_photo(bytes(row.covered or b"")))
    assert again.getpixel((3, 3))[0] > 200  # type: ignore[index]


def test_a_photo_that_cannot_be_read_any_more_is_said_beside_the_squares(
    own: Client, make_photo: MakePhoto
) -> None:
    row = make_photo(original=b"sealed with a key that is lost")
    told = own.post(reverse("alert_photo", args=[row.pk]), {"vak": "0-0"})
    assert (told.status_code, "De foto is afgedekt." in words_of(told)) == (200, False)


def test_that_there_is_nothing_to_cover_is_said(own: Client, make_photo: MakePhoto) -> None:
    row = make_photo()
    own.post(reverse("alert_photo", args=[row.pk]), {"niets": "on"})
    row.refresh_from_db()
    assert row.covered_at is not None


# --- A second person ------------------------------------------------------------------------


def approve(client: Client, row: AlertPhoto, **sent: str) -> Any:
    seen = row.covered_at.isoformat() if row.covered_at else ""
    path = reverse("alert_photo_approve", args=[row.pk])
    return client.post(path, {"seen": seen} | sent, follow=True)


def test_whoever_sent_or_covered_it_does_not_approve_it(
    own: Client, deputy: User, make_photo: MakePhoto
) -> None:
    sent, covered = make_photo("covered"), make_photo("covered", added_by=deputy)
    for row in (sent, covered):
        assert "Iemand anders moet deze foto goedkeuren." in words_of(approve(own, row))
    assert not AlertPhoto.objects.approved().exists()


def test_the_deputy_approves_and_the_picture_without_boxes_is_gone(
    client: Client, deputy: User, make_photo: MakePhoto
) -> None:
    row = make_photo("covered")
    log_in(client, deputy)
    page = client.get(reverse("alert_photo", args=[row.pk]))
    assert "Keur deze foto goed" in words_of(page)
    assert "De foto is goedgekeurd." in words_of(approve(client, row))
    row.refresh_from_db()
    assert (row.original, row.approved_by) == (None, deputy)
    assert client.get(reverse("alert_photo_picture", args=[row.pk])).status_code == 404
    assert client.get(reverse("alert_photo_covered", args=[row.pk])).status_code == 200
    with pytest.raises(Refused, match="al goedgekeurd"):
        photos.cover(row, ["0-0"], by=deputy, now=row.added_at)


def test_only_the_copy_that_was_looked_at_is_approved(
    client: Client, own_beheerder: User, deputy: User, make_photo: MakePhoto, now: datetime
) -> None:
    row = make_photo("covered")
    log_in(client, deputy)
    photos.cover(row, [], by=own_beheerder, now=now.replace(microsecond=1))
    for seen in (row.added_at.replace(year=2020).isoformat(), "x", ""):
        told = approve(client, row, seen=seen)
        assert not AlertPhoto.objects.approved().exists(), words_of(told)


def test_a_coordinator_approves_when_nobody_else_of_the_group_is_there(
    client: Client, coordinator: User, deputy: User, make_photo: MakePhoto, now: datetime
) -> None:
    row = make_photo("covered")
    log_in(client, coordinator)
    assert "Vraag Piet Plaatsvervanger" in words_of(
        client.get(reverse("alert_photo", args=[row.pk]))
    )
    assert "Iemand anders moet" in words_of(approve(client, row))
    Appointment.objects.filter(user=deputy).update(until=now)
    assert "De foto is goedgekeurd." in words_of(approve(client, row))
    assert Entry.objects.filter(verb="alert.photo_approved", by=coordinator).exists()


def test_up_05_a_picture_is_kept_by_nobody_and_can_do_nothing(
    own: Client, make_photo: MakePhoto
) -> None:
    response = own.get(reverse("alert_photo_covered", args=[make_photo("approved").pk]))
    assert response.content == JPEG
    expected = {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": 'inline; filename="foto.jpg"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store, private",
        "X-Robots-Tag": "noindex",
    }
    assert {name: response[name] for name in expected} == expected


def test_a_photo_is_taken_away(own: Client, make_photo: MakePhoto) -> None:
    row = make_photo("approved")
    told = own.post(reverse("alert_photo_remove", args=[row.pk]), follow=True)
    assert "De foto is gewist." in words_of(told)
    assert not AlertPhoto.objects.exists()
