"""Frictionless in a process of its own: started before anything heavy is imported here, it runs beside our checks."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

SECONDS = 600.0
"""How long it may read a package: it matches patterns with Python's engine, which on some texts never ends."""

OF_ERRORS = {
    "type-error": "type",
    "primary-key": "primary-key",
    "foreign-key": "foreign-key",
    "unique-error": "unique",
    "blank-row": "blank-line",
    "missing-cell": "row-length",
    "extra-cell": "row-length",
}
"""Our rule for an error of frictionless; another names a constraint, or is frictionless's own."""
OF_CONSTRAINTS = {"required": "required", "enum": "category", "unique": "unique"}
"""Our rule for a constraint that an error names; of the others it is `constraint`."""
MAY_REPORT = {*OF_ERRORS.values(), *OF_CONSTRAINTS.values(), "constraint", "frictionless"}
"""The rules that frictionless can find broken where our own checks do not."""


class Frictionless:
    """A process that waits for a package to read; the errors are collected when our own checks are done."""

    def __enter__(self) -> Self:
        """Start the process."""
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ukim.validate.frictionless_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        return self

    def read(self, folder: str, descriptor: dict[str, Any]) -> None:
        """Let it read the package in that folder."""
        task = json.dumps({"folder": folder, "descriptor": descriptor}).encode()
        self._output = self._thread.submit(self._process.communicate, task, SECONDS)

    def errors(self) -> list[dict[str, Any]]:
        """Return its errors, in plain data; that it stopped is an error of the package. See `frictionless_process`."""
        try:
            out, complaint = self._output.result()
        except subprocess.TimeoutExpired:
            return _stopped(f"it did not end within {SECONDS:.0f} seconds")
        if self._process.returncode:
            last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
            return _stopped(f"it stopped with code {self._process.returncode}: {last}".removesuffix(": "))
        errors: list[dict[str, Any]] = json.loads(out)
        return errors

    def __exit__(self, *_: object) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._thread.shutdown()
        self._process.wait()


def _stopped(note: str) -> list[dict[str, Any]]:
    return [{"resource": None, "type": "error", "line": None, "fields": [], "value": None, "note": note}]
