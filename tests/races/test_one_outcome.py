"""CF-01, CF-02, PF-02: many at once, one outcome, and everybody is told the truth."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from groups.requests.services.address_letters import TOO_MANY, TRIES_PER_REQUEST, USED
from tests.races.databases import create, own_database
from tests.races.processes import ROOT, RealSite, Template

PROCESSES = 5
THREADS = 10
IN_A_MOMENT = 0.1  # seconds: by then the last of the processes knows when it starts
AN_ANSWER_TAKES_AT_MOST = 120


class Village:
    """One request in one village, and the processes that fight over it."""

    def __init__(self, site: RealSite) -> None:
        self.site = site
        self.processes: list[subprocess.Popen[str]] = []

    def start(self) -> None:
        """Have the processes running that no test has ended."""
        self.processes = self.processes or [
            subprocess.Popen(
                [sys.executable, "-m", "tests.races.village_acts"],
                cwd=ROOT,
                env=self.site.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(PROCESSES)
        ]

    def stop(self) -> None:
        for process in self.processes:
            process.kill()
            process.communicate()
        self.processes = []

    def tell(self, process: subprocess.Popen[str], order: Any) -> None:
        assert process.stdin
        process.stdin.write(json.dumps(order) + "\n")
        process.stdin.flush()

    def answer(self, process: subprocess.Popen[str]) -> Any:
        assert process.stdout
        overdue = threading.Timer(AN_ANSWER_TAKES_AT_MOST, process.kill)
        overdue.start()
        line = process.stdout.readline()
        overdue.cancel()
        assert line, "a process ended, or did not answer in time"
        return json.loads(line)

    def at_once(self, *acts: str) -> dict[str, list[str]]:
        """Five processes with these threads each, all at one moment: what each act was told."""
        try:
            return self._at_once(acts)
        except BaseException:
            self.stop()  # the next test must not hear the answers of this one
            raise

    def _at_once(self, acts: tuple[str, ...]) -> dict[str, list[str]]:
        for process in self.processes:
            self.tell(process, acts)
        for process in self.processes:
            assert self.answer(process) == "loaded"
        moment = time.time() + IN_A_MOMENT
        for process in self.processes:
            self.tell(process, moment)
        told: dict[str, list[str]] = {act: [] for act in acts}
        for process in self.processes:
            for act, answer in self.answer(process):
                told[act].append(answer)
        # Nobody saw anything but success or a refusal in words.
        assert sum(map(len, told.values())) == PROCESSES * len(acts)
        return told

    def report(self) -> dict[str, Any]:
        self.tell(self.processes[0], "report")
        facts: dict[str, Any] = self.answer(self.processes[0])
        return facts

    def state(self) -> str:
        return str(self.report()["requests"][0]["state"])


@pytest.fixture(scope="module")
def fighters(with_village: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    """The processes, loaded once for all tests; between orders none of them is connected."""
    kind, _, template = with_village
    folder = tmp_path_factory.mktemp("fighters")
    with own_database(kind, folder, template) as url:
        village = Village(RealSite(folder, url))
        try:
            yield village
        finally:
            village.stop()


@pytest.fixture
def village(fighters: Village, with_village: Template) -> Village:
    """The village as it was prepared, whatever the test before did."""
    create(fighters.site.database_url, with_village[2])
    fighters.start()
    return fighters


def held_mails(facts: dict[str, Any], kind: str) -> list[dict[str, str]]:
    return [mail for mail in facts["mails"] if f"-{kind}-" in mail["key"]]


def test_cf_01_fifty_approvals_are_one_decision_one_held_mail_and_one_line(
    village: Village,
) -> None:
    told = village.at_once(*["approve"] * THREADS)["approve"]
    facts = village.report()
    assert len(told) == PROCESSES * THREADS
    assert told.count("") == 1
    assert set(told) == {"", "Deze aanvraag is al afgehandeld. Er is niets veranderd."}
    assert facts["requests"][0]["state"] == "approved"
    assert [mail["state"] for mail in held_mails(facts, "approved")] == ["queued"]
    assert facts["audit"].count("request.approved") == 1


def test_cf_01_fifty_times_added_are_one_membership(village: Village) -> None:
    village.at_once("approve")
    told = village.at_once(*["added"] * THREADS)["added"]
    facts = village.report()
    assert told.count("") == 1
    assert facts["memberships"] == 1
    assert facts["requests"][0]["state"] == "added"
    assert facts["audit"].count("request.added") == 1
    assert [mail["state"] for mail in held_mails(facts, "approved")] == ["cancelled"]


def test_cf_01_a_number_added_changed_and_ended_by_many_at_once_has_one_of_each(
    village: Village,
) -> None:
    """Each of fifty types another name for one number; who comes too late is told."""
    told = village.at_once(*["add_by_hand"] * THREADS)["add_by_hand"]
    assert told.count("") == 1
    assert set(told) == {"", "Dit nummer staat al op de ledenlijst van deze groep."}
    told = village.at_once(*["change_member"] * THREADS)["change_member"]
    assert told.count("") == 1
    assert set(told) == {"", "Iemand anders veranderde dit net. Er is nog niets opgeslagen."}
    told = village.at_once(*["end_member"] * THREADS)["end_member"]
    assert told.count("") == 1
    audit = village.report()["audit"]
    for verb in ("member.added", "member.changed", "member.ended"):
        assert audit.count(verb) == 1


def test_tk_03_a_link_of_the_own_page_is_opened_by_one_of_fifty(village: Village) -> None:
    told = village.at_once(*["open_own_page"] * THREADS)["open_own_page"]
    assert told.count("") == 1
    assert village.report()["audit"].count("own_page.opened") == 1


def test_cf_02_added_against_erased_leaves_nobody_known(village: Village) -> None:
    village.at_once("approve")
    told = village.at_once(*["erase"] * 3, *["added"] * 3)
    facts = village.report()
    assert facts["known"] == 0
    assert (told["erase"].count(""), facts["audit"].count("request.erased")) == (1, 1)
    # Whoever was first: in the group and wiped, or wiped and never in it.
    assert facts["memberships"] == told["added"].count("")
    assert facts["requests"][0]["state"] == ("added" if facts["memberships"] else "withdrawn")


def test_az_04_the_beheerder_of_another_group_never_wins(village: Village) -> None:
    told = village.at_once("approve_as_other", "approve_as_other")["approve_as_other"]
    assert "" not in told
    assert village.state() == "open"


def test_cf_02_approve_against_decline_has_one_winner(village: Village) -> None:
    told = village.at_once(*["approve", "decline"] * 5)
    facts = village.report()
    winners = {act for act, answers in told.items() if "" in answers}
    assert sum(answers.count("") for answers in told.values()) == 1
    expected = {"approve": "approved", "decline": "declined"}[winners.pop()]
    assert facts["requests"][0]["state"] == expected
    queued = [mail for mail in facts["mails"] if mail["state"] == "queued"]
    decision_mails = [m for m in queued if "-approved-" in m["key"] or "-declined-" in m["key"]]
    assert [expected in mail["key"] for mail in decision_mails] == [True]


def test_cf_02_undo_against_added_has_one_winner(village: Village) -> None:
    village.at_once("approve")
    told = village.at_once(*["undo", "added"] * 5)
    facts = village.report()
    assert sum(answers.count("") for answers in told.values()) == 1
    undone = "" in told["undo"]
    assert facts["requests"][0]["state"] == ("open" if undone else "added")
    assert facts["memberships"] == (0 if undone else 1)
    assert [mail["state"] for mail in held_mails(facts, "approved")] == ["cancelled"]


def test_cf_02_approve_against_forward_has_one_winner(village: Village) -> None:
    told = village.at_once(*["approve", "forward"] * 5)
    facts = village.report()
    request = facts["requests"][0]
    assert sum(answers.count("") for answers in told.values()) == 1
    if "" in told["approve"]:
        assert (request["state"], request["group__slug"]) == ("approved", "spoorstraat")
        assert facts["handovers"] == 0
    else:
        assert (request["state"], request["group__slug"]) == ("open", "seters")
        assert facts["handovers"] == 1
        assert held_mails(facts, "approved") == []


def test_cf_02_approve_against_the_end_of_the_appointment_is_legal(village: Village) -> None:
    told = village.at_once(*["approve", "end_appointment"] * 5)
    facts = village.report()
    request = facts["requests"][0]
    assert told["end_appointment"].count("") == 1
    assert told["approve"].count("") == facts["audit"].count("request.approved") <= 1
    # Approved just before the end, or not at all; either way the coordinators have it now.
    assert request["state"] == ("approved" if "" in told["approve"] else "open")
    assert request["owner"] == "coordinators"


def test_cf_01_fifty_who_say_to_call_112_are_one_caller(village: Village) -> None:
    told = village.at_once(*["claim_the_call"] * THREADS)["claim_the_call"]
    facts = village.report()
    assert (len(told), told.count("")) == (PROCESSES * THREADS, 1)
    assert facts["audit"].count("alert.call_claimed") == 1
    assert facts["alerts"][0]["call_code"] != ""
    told = village.at_once(*["say_it_was_called"] * THREADS)["say_it_was_called"]
    assert told.count("") == 1
    assert village.report()["alerts"][0]["police"] == "112"


def states(facts: dict[str, Any]) -> dict[str, str]:
    return {row["submission_key"]: row["state"] for row in facts["requests"]}


def test_cf_01_many_who_join_two_requests_at_once_join_them_once(village: Village) -> None:
    village.at_once("submit_again")
    told = village.at_once(*["join_doubles"] * THREADS)["join_doubles"]
    facts = village.report()
    assert told.count("") == 1
    assert set(told) == {"", "Deze aanvraag is al afgehandeld. Er is niets veranderd."}
    assert states(facts) == {"first": "open", "the same form": "withdrawn"}
    assert facts["audit"].count("request.joined") == 2  # a line with each of the two


def test_cf_01_many_who_type_the_code_of_one_letter_confirm_it_once(village: Village) -> None:
    village.at_once("make_letter")
    told = village.at_once(*["read_out_code"] * THREADS)["read_out_code"]
    facts = village.report()
    assert told.count("") == facts["audit"].count("request.address_confirmed") == 1
    # The tries of all of them together are counted, not one more or less.
    assert told.count(TOO_MANY) == PROCESSES * THREADS - TRIES_PER_REQUEST
    assert told.count(USED) == TRIES_PER_REQUEST - 1
    (letter,) = facts["letters"]
    assert letter["used_at"] == letter["request__address_confirmed_at"] is not None


def test_cf_02_many_letters_at_once_leave_one(village: Village) -> None:
    told = village.at_once(*["make_letter"] * THREADS)["make_letter"]
    assert set(told) == {""}
    assert len(village.report()["letters"]) == 1


def test_cf_02_joining_against_approving_either_is_legal(village: Village) -> None:
    village.at_once("submit_again")
    told = village.at_once(*["join_doubles", "approve_second", "approve"] * 3)
    facts = village.report()
    # The later one is joined or approved; joined only to one that was open.
    assert [told[act].count("") for act in ("join_doubles", "approve_second")] in ([1, 0], [0, 1])
    later = "withdrawn" if "" in told["join_doubles"] else "approved"
    assert states(facts) == {"first": "approved", "the same form": later}
    assert told["approve"].count("") == 1


def test_cf_05_of_two_who_end_the_last_two_beheerders_one_is_refused(village: Village) -> None:
    told = village.at_once(*["end_left", "end_right"] * 5)
    facts = village.report()
    assert facts["of_the_pair"] == 1
    assert facts["audit"].count("appointment.ended") == 1
    won, lost = sorted(told.values(), key=lambda answers: "" not in answers)
    assert won.count("") == 1
    assert set(won) == {"", "Deze benoeming was al beëindigd."}
    assert set(lost) == {"Groep Elzent heeft dan geen beheerder. Er is niets veranderd."}


def test_cf_02_many_who_move_the_same_numbers_at_once_move_them_once(village: Village) -> None:
    told = village.at_once(*["move_numbers", "move_numbers_elsewhere"] * 5)
    facts = village.report()
    assert sum(answers.count("") for answers in told.values()) == 1
    to = "seters" if "" in told["move_numbers"] else "broekstraat"
    assert facts["rules"] == [
        [1, 9, "both", "spoorstraat"],
        [10, 20, "even", to],
        [11, 19, "odd", "spoorstraat"],
        [21, 99_999, "both", "spoorstraat"],
    ]
    assert (facts["changes"], facts["handovers"]) == (1, 1)
    assert facts["requests"][0]["group__slug"] == to
    refused = {answer for answers in told.values() for answer in answers} - {""}
    assert refused <= {
        "Intussen is er iets veranderd. Bekijk opnieuw wat er gebeurt.",
        "Hier verandert niets: deze nummers horen daar al bij.",
    }


def test_cf_04_many_who_save_one_text_at_once_make_one_version(village: Village) -> None:
    told = village.at_once(*["word_a_text"] * 5)["word_a_text"]
    facts = village.report()
    assert told.count("") == 1
    assert set(told) == {"", "Iemand anders veranderde deze tekst. Er is niets opgeslagen."}
    assert (facts["texts"], facts["audit"].count("text.changed")) == (1, 1)


def test_cf_01_many_who_list_one_site_at_once_list_it_once(village: Village) -> None:
    told = village.at_once(*["list_a_site"] * 4)["list_a_site"]
    assert told.count("") == 1
    assert set(told) == {"", "Deze site staat al op de lijst."}
    assert village.report()["audit"].count("framing_site.added") == 1


def test_cf_02_two_who_pass_an_alert_on_at_once_reach_each_group_once(village: Village) -> None:
    told = village.at_once(*["pass_alert_on", "tell_village"] * 4)
    facts = village.report()
    reached = [one["to_group__slug"] for one in facts["relays"]]
    assert sorted(reached) == ["elzent", "seters", "spoorstraat"]  # the last came before
    assert told["tell_village"].count("") == 1
    assert told["pass_alert_on"].count("") <= 1
    mails = [mail["to"] for mail in facts["mails"] if "-relayed-" in mail["key"]]
    assert sorted(mails) == [f"{name}@example.org" for name in ("left", "other", "right")]
    assert facts["audit"].count("alert.relayed_to_village") == 1


def test_cf_02_many_who_take_an_alert_over_at_once_are_one(village: Village) -> None:
    told = village.at_once(*["take_over", "need_not"] * 4)
    facts = village.report()
    assert told["take_over"].count("") == 1
    assert told["need_not"].count("") <= 1  # before it was taken over
    assert facts["audit"].count("alert.relay_accepted") == 1


def test_pf_02_the_last_step_fifty_times_is_one_request_and_one_receipt(village: Village) -> None:
    told = village.at_once(*["submit_again"] * THREADS)["submit_again"]
    facts = village.report()
    assert told.count("") == PROCESSES * THREADS  # everybody gets the same friendly answer
    keys = [request["submission_key"] for request in facts["requests"]]
    assert sorted(keys) == ["first", "the same form"]
    receipts = [mail for mail in facts["mails"] if mail["key"].endswith("-receipt")]
    assert len(receipts) == 2  # one of each request
    assert facts["audit"].count("request.submitted") == 2
