"""Writes the locked, hashed lists anew from the .in files."""

import os
import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
LISTS = ("requirements", "requirements-dev", "requirements-mutation", "bench/peers/requirements")


def main() -> int:
    """Locks the lists for every Python from 3.11 on; the files name no package host."""
    for name in LISTS:
        subprocess.run(
            [
                BIN / "uv",
                *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
                *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
                *(f"{name}.in", "--output-file", f"{name}.txt"),
                *sys.argv[1:],
            ],
            env={**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"},
            check=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
