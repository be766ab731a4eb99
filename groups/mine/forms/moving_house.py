"""What a member who moves house has to agree to again."""

from typing import Any, Final

from groups.requests.forms.signup import ADDRESS, AgreeForm

CARRIED: Final = (*ADDRESS, "street_is_new", "number_is_right")


class MoveForm(AgreeForm):
    """The rules, where the next group has others than this member agreed to, and the age, where
    nobody ever asked it.
    """

    def __init__(self, *args: Any, asks_rules: bool, asks_age: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_rules:
            del self.fields["agree"]
        if not asks_age:
            self.fields.pop("of_age", None)
