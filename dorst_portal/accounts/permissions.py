"""Rules about objects ("may this user decide this request?"), handed down by the upper floors."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

Rule = Callable[[Any, Any], bool]


@lru_cache(maxsize=1)
def object_rules() -> Mapping[str, Rule]:
    """Read the table of rules that `settings.OBJECT_PERMISSIONS` names: permission code to rule."""
    rules: Mapping[str, Rule] = import_string(settings.OBJECT_PERMISSIONS)
    return rules
