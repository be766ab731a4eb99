"""The ledger itself: what is planted as lost, doubled or missing is told, and nothing else is."""

from dataclasses import replace

import pytest

from tests.faults.ledger import (
    DOUBLED,
    HALF,
    LOST,
    MAIL_DOUBLED,
    MAIL_MISSING,
    MAIL_REFUSED,
    Entry,
    StoredMail,
    StoredRequest,
    Verdict,
    address_of,
    judge,
    name_of,
)
from tests.faults.run import AT_MOST, Result

# Three visitors: one was told so, one got no answer and is stored, one got none and is not.
TOLD = Entry(1, "a kill", sent=True, reference="D-AAAAAA", confirmed_at=1.0)
UNTOLD = Entry(2, "a kill", sent=True)
NOWHERE = Entry(3, "a kill", sent=True)
STORED = StoredRequest("D-AAAAAA", name_of(1), receipts=1, lines=1)
STORED_TOO = StoredRequest("D-BBBBBB", name_of(2), receipts=1, lines=1)
MAIL = StoredMail("<1@x>", name_of(1), address_of(1), "sent")


def found(
    *,
    stored: list[StoredRequest] | None = None,
    mails: list[StoredMail] | None = None,
    came_in: dict[str, int] | None = None,
    told: Entry = TOLD,
    refused: set[str] | None = None,
) -> dict[str, int]:
    """What the ledger finds, when something is other than it should be."""
    verdict = judge(
        [told, UNTOLD, NOWHERE],
        [STORED, STORED_TOO] if stored is None else stored,
        [MAIL] if mails is None else mails,
        {"<1@x>": 1} if came_in is None else came_in,
        refused or set(),
    )
    names = {what for counts in verdict.counts.values() for what in counts}
    return {name: verdict.total(name) for name in names}


def test_a_run_without_a_fault_of_ours_finds_nothing() -> None:
    assert found() == {}


def test_a_request_of_which_somebody_read_that_it_was_received_and_that_is_gone_is_lost() -> None:
    assert found(stored=[STORED_TOO]) == {LOST: 1}


def test_one_that_is_stored_under_another_reference_is_lost() -> None:
    assert found(stored=[replace(STORED, reference="D-CCCCCC"), STORED_TOO]) == {LOST: 1}


@pytest.mark.parametrize("twice", [STORED, STORED_TOO])
def test_a_request_that_is_stored_twice_is_doubled_whether_or_not_it_was_told(
    twice: StoredRequest,
) -> None:
    again = replace(twice, reference="D-CCCCCC")
    assert found(stored=[STORED, STORED_TOO, again]) == {DOUBLED: 1}


def test_one_that_got_no_answer_may_be_there_once_or_not_at_all() -> None:
    assert found(stored=[STORED]) == {}


@pytest.mark.parametrize(
    "half",
    [
        replace(STORED, receipts=0),
        replace(STORED, receipts=2),
        replace(STORED, lines=0),
        replace(STORED, memberships=1),
        replace(STORED, approved=True),
    ],
)
def test_one_without_its_mail_its_line_or_its_membership_is_half(half: StoredRequest) -> None:
    assert found(stored=[half, STORED_TOO]) == {HALF: 1}


def test_one_that_nobody_sent_is_told() -> None:
    stranger = StoredRequest("D-DDDDDD", name_of(9), receipts=1, lines=1)
    assert found(stored=[STORED, STORED_TOO, stranger]) == {HALF: 1}


def test_an_address_that_was_confirmed_and_a_yes_of_the_beheerder_are_kept() -> None:
    proved = replace(TOLD, proved=True)
    assert found(told=proved) == {LOST: 1}
    assert found(told=proved, stored=[replace(STORED, proved=True), STORED_TOO]) == {}
    let_in = replace(TOLD, approved=True)
    assert found(told=let_in) == {LOST: 1}
    member = replace(STORED, approved=True, memberships=1)
    assert found(told=let_in, stored=[member, STORED_TOO]) == {}
    assert found(stored=[replace(member, memberships=2), STORED_TOO]) == {HALF: 1}


@pytest.mark.parametrize("state", ["sent", "queued", "failed"])
def test_a_mail_that_did_not_come_in_is_missing_whatever_its_row_says(state: str) -> None:
    assert found(mails=[replace(MAIL, state=state)], came_in={}) == {MAIL_MISSING: 1}


def test_a_mail_that_the_mail_server_refused_for_good_is_counted_apart() -> None:
    failed = [replace(MAIL, state="failed")]
    assert found(mails=failed, came_in={}, refused={address_of(1)}) == {MAIL_REFUSED: 1}
    # Given up although nobody said no: that is a mail that is missing.
    assert found(mails=failed, came_in={}, refused={address_of(2)}) == {MAIL_MISSING: 1}


def test_a_mail_that_came_in_three_times_is_doubled_twice() -> None:
    assert found(came_in={"<1@x>": 3}) == {MAIL_DOUBLED: 2}


def test_a_mail_that_was_called_back_need_not_come_in_and_may_have_come_in_before() -> None:
    called_back = [MAIL, StoredMail("<2@x>", name_of(1), address_of(1), "cancelled")]
    assert found(mails=called_back) == {}
    assert found(mails=called_back, came_in={"<1@x>": 1, "<2@x>": 1}) == {}


def test_a_mail_with_a_message_id_that_no_row_has_is_told() -> None:
    assert found(came_in={"<1@x>": 1, "<2@x>": 1}) == {MAIL_DOUBLED: 1, HALF: 1}


def test_a_run_fails_by_each_of_these_and_by_a_recovery_that_takes_too_long() -> None:
    assert Result("sqlite", 1).wrong() == []
    for what in (LOST, DOUBLED, HALF, MAIL_MISSING):
        verdict = Verdict()
        verdict.add("a kill", what)
        assert Result("sqlite", 1, verdict=verdict).wrong(), what
    slow = Result("sqlite", 1)
    slow.mailed["a kill"].append(AT_MOST + 0.1)
    assert slow.wrong()


def test_mails_twice_are_allowed_once_for_each_cut() -> None:
    verdict = Verdict()
    verdict.add("a kill", MAIL_DOUBLED, number=2)
    assert Result("sqlite", 1, verdict=verdict, cuts=2).wrong() == []
    assert Result("sqlite", 1, verdict=verdict, cuts=1).wrong()
