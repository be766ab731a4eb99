"""Every verb that the code writes in the audit trail has its sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from groups.audit_log.pages.sentences import KINDS, OTHER, SENTENCES, UNKNOWN, verbs_of, words_of

ROOT = Path(settings.BASE_DIR)
# What a function that writes a line is called.
WRITERS = re.compile(r"record|record_request_event|Line|_?(line|note)(_of_\w+)?")
VERB = re.compile(r"[a-z_]+\.[a-z_]+")
# Made of two parts, so no text of the code: how a mail about a request is told of.
COMPOSED = {"request.mail_retried", "request.mail_let_go"}


def verbs_in(source: str) -> Iterator[str]:
    """What looks like a verb in a module that writes lines; names of log events do not count."""
    tree = ast.parse(source)
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    if not any(isinstance(one, ast.Name) and WRITERS.fullmatch(one.id) for one in called):
        return
    logged = {
        id(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("info", "warning", "error", "debug")
        and node.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_file = node.value.endswith((".csv", ".txt", ".vcf", ".svg", ".html"))
            if VERB.fullmatch(node.value) and id(node) not in logged and not is_file:
                yield node.value


def written() -> dict[str, str]:
    """Every verb of the code, and a module that writes it."""
    found: dict[str, str] = dict.fromkeys(COMPOSED, "groups/desk/services/failed_mails.py")
    below = (
        "dorst_portal/accounts",
        "dorst_portal/backup",
        "dorst_portal/push",
        "dorst_portal/outbox",
        "dorst_portal/kit",
    )
    for folder in ("alerts", "groups", *below):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts and path.name != "sentences.py":
                found |= dict.fromkeys(verbs_in(path.read_text()), str(path.relative_to(ROOT)))
    return found


def test_every_verb_that_is_written_has_its_sentence() -> None:
    unknown = {verb: where for verb, where in written().items() if verb not in SENTENCES}
    assert unknown == {}, "give each of these a sentence in groups/audit_log/pages/sentences.py"


def test_every_sentence_is_of_a_verb_that_is_written() -> None:
    assert set(SENTENCES) - set(written()) == set()


def test_the_search_finds_a_verb_wherever_it_stands() -> None:
    source = (
        "from dorst_portal.audit.services import record\n"
        'VIEWED = "request.viewed"\n'
        'record("group.made" if x else "group.edited", by=y)\n'
        'log.info("outbox.sent")\n'
        'open("streets.csv")\n'
    )
    assert set(verbs_in(source)) == {"request.viewed", "group.made", "group.edited"}
    assert len(written()) > 60


@pytest.mark.parametrize("verb", sorted(SENTENCES))
def test_a_sentence_begins_with_what_was_done(verb: str) -> None:
    words = SENTENCES[verb]
    for says in map(str, filter(None, (words.says, words.alone))):
        assert says[0].islower()
        assert not says.endswith(".")
        holes = set(re.findall(r"\{(\w*)\}", says))
        assert holes <= {
            "what", "group", "person", "told", "people", "changed", "kind", "rows", "of", "number",
            "members", "photos", "why", "organisation", "village", "site",
            "made_at",
        }  # fmt: skip


def test_every_verb_is_of_one_kind() -> None:
    assert sorted(verb for kind in KINDS for verb in verbs_of(kind)) == sorted(SENTENCES)


def test_a_verb_of_a_later_version_is_told_without_words() -> None:
    assert words_of("alert.sent") == UNKNOWN
    assert UNKNOWN.kind == OTHER
