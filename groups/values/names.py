"""What is read out of a name that somebody typed in one box."""


def first_name_of(name: str) -> str:
    """How a neighbour would say hello: the first word; nothing of a name that is empty."""
    first, *_ = name.split() or [""]
    return first
