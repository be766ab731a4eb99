"""What `make mutation` changes, and the tests that have to notice: a room for each promise."""

from dataclasses import dataclass

TERMS = "tests/groups/privacy/test_terms_to_the_second.py"


@dataclass(frozen=True)
class Room:
    """Modules that are changed, and the tests of which one must fail at each change."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    # Where a module also holds other things: what stands in the names of its mutants.
    only: tuple[str, ...] = ()


ROOMS = {
    "states": Room(
        (
            "groups/values/states.py",
            "groups/values/import_states.py",
            "groups/values/member_import_states.py",
        ),
        (
            "tests/groups/values/test_states.py",
            "tests/groups/values/test_import_states.py",
            "tests/groups/values/test_member_import_states.py",
        ),
    ),
    "addresses": Room(
        (
            "groups/values/addresses.py",
            "groups/values/address_lines.py",
            "groups/values/house_ranges.py",
            "groups/values/places.py",
        ),
        (
            "tests/groups/values/test_addresses.py",
            "tests/groups/values/test_address_lines.py",
            "tests/groups/values/test_house_ranges.py",
            "tests/groups/values/test_places.py",
            "tests/groups/places/test_suggestions.py::test_the_keys_with_which_a_name_may_begin",
        ),
    ),
    "routing": Room(
        ("groups/places/routing.py",),
        (
            "tests/groups/places/test_routing.py",
            "tests/groups/places/test_routing_reference.py",
        ),
    ),
    "permissions": Room(
        (
            "groups/permissions.py",
            "groups/querysets/appointments.py",
            "groups/querysets/memberships.py",
            "groups/querysets/requests.py",
            "groups/querysets/watchgroups.py",
            "groups/requests/views/access.py",
            "dorst_portal/accounts/backends.py",
        ),
        (
            "tests/groups/test_permissions.py",
            "tests/groups/requests/test_rights.py",
            "tests/accounts/test_backends.py",
        ),
        only=(
            *("groups.permissions.", "groups.querysets.appointments.", "requests.views.access."),
            *("accounts.backends.", "_decidable", "ǁown__", "ǁvisible_to", "ǁnot_about"),
            *("ǁdecidable_by", "ǁhandleable_by", "ǁfor_coordinators", "ǁmanaged_by"),
        ),
    ),
    "links": Room(("dorst_portal/kit/links.py",), ("tests/kit/test_links.py",)),
    "retention": Room(
        (
            "groups/privacy/services/purges.py",
            "groups/privacy/services/holds.py",
            "groups/privacy/services/retention.py",
            "groups/privacy/services/dry_run.py",
            "dorst_portal/kit/rows/batches.py",
        ),
        (
            "tests/groups/privacy/test_holds.py",
            TERMS,
            # Of this one those that need no village of years.
            *(
                f"tests/groups/privacy/test_retention.py::test_{name}"
                for name in (
                    "it_is_done_once_a_night_from_three_o_clock",
                    "a_night_is_that_of_the_village",
                    "a_worker_that_was_down_that_night_does_it_when_it_is_back",
                    "a_night_that_was_tried_out_does_not_skip_the_nights_before_it",
                    "what_is_too_much_for_one_run_goes_on_in_the_next_one",
                )
            ),
        ),
    ),
    "export": Room(
        (
            "dorst_portal/kit/spreadsheets.py",
            "groups/members/services/exporting.py",
            "groups/members/forms/export.py",
            "groups/members/pages/files.py",
        ),
        ("tests/kit/test_spreadsheets.py", "tests/groups/members/test_export_page.py"),
    ),
    "forgetting": Room(
        (
            "alerts/services/forgetting.py",
            "alerts/services/forgetting_messages.py",
            "alerts/services/wiping.py",
        ),
        (
            "tests/alerts/test_forgetting.py",
            "tests/alerts/details/test_wiping.py",
            f"{TERMS}::test_the_oldest_go_first_in_the_order_of_an_index",
        ),
    ),
}
