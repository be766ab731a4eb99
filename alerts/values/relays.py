"""Who may still be told of an alert, and the words with which it is shared. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final, TypeVar

from alerts.values.follow_ups import first_word

# So long after its end a group to which it was passed on may read of an alert.
READABLE: Final = timedelta(days=7)
Group = TypeVar("Group")
_IN_DANGER: Final = "Zie je nu iets? Bel 112. Ga er niet zelf op af."


def still_to_tell(
    wanted: Iterable[Group], *, origin: Group, reached: Collection[Group]
) -> Sequence[Group]:
    """Those that know nothing yet, each once: neither the group of the alert nor one that was told
    before. So every telling makes the rest smaller, and passing on ends.
    """
    return [one for one in dict.fromkeys(wanted) if one != origin and one not in reached]


def chain_to(
    group: Group, *, told_by: Mapping[Group, Group | None], origin: Group
) -> Sequence[Group | None]:
    """By whom it came, from where it began to this group; None stands for Platform Dorst."""
    chain: list[Group | None] = [group]
    at: Group | None = group
    while at is not None and at != origin:
        at = told_by[at]
        chain.append(at)
    return chain[::-1]


def text_to_share(
    *, category: str, where: str, clock: str, origin: str, police: str, is_drill: bool
) -> str:
    """What who takes it over puts in the own chat: facts, and about nobody."""
    facts = first_word(
        category=category, police=police, where=where, clock=clock, is_drill=is_drill
    )
    text = f"{facts} Van groep {origin}."
    return text if is_drill else f"{text} {_IN_DANGER}"
