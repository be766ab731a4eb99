"""What a service says when it cannot do what was asked; the text is for the person who asked."""


class Refused(Exception):
    """The request moved on, or the right is gone: nothing was changed."""


class AlreadyHandled(Refused):
    """Somebody else, or the same person in another tab, was first."""

    def __init__(self) -> None:
        super().__init__("Deze aanvraag is al afgehandeld. Er is niets veranderd.")


class TooLateToUndo(Refused):
    """The deadline has passed, the mail is on its way, or the next step was made."""

    def __init__(self) -> None:
        super().__init__("Ongedaan maken kan niet meer. De aanvraag is verder gegaan.")
