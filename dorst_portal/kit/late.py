"""Modules that are loaded when something of them is used, and not before.

For what is large and few processes need (docs/speed.md). Python's own LazyLoader does this as
well, but in the versions that we run it lets a second thread see a module that is half loaded.
"""

import sys
import threading
from importlib import import_module
from types import ModuleType
from typing import Any


def load_late(*names: str) -> None:
    """Whoever imports one of these modules from now on loads it by the first use of a name in it.

    Such an import takes the module and not a name out of it: `from package import module`.
    """
    for name in names:
        if name not in sys.modules:
            sys.modules[name] = _Late(name)


class _Late(ModuleType):
    """Stands where a module will stand, and passes on what it is asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._lock = threading.RLock()

    def __getattr__(self, name: str) -> Any:
        with self._lock:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            module = import_module(self.__name__)
        return getattr(module, name)
