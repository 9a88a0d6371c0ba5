"""Frictionless in a process of its own: started before anything heavy is imported here, it runs beside our checks."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self


class Frictionless:
    """A process that waits for a package to read; the errors are collected when our own checks are done."""

    def __enter__(self) -> Self:
        """Start the process."""
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ukim.frictionless_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        return self

    def read(self, folder: str, descriptor: dict[str, Any]) -> None:
        """Let it read the package in that folder."""
        task = json.dumps({"folder": folder, "descriptor": descriptor}).encode()
        self._output = self._thread.submit(self._process.communicate, task)

    def errors(self) -> list[dict[str, Any]]:
        """Its errors, in plain data; see `ukim.frictionless_process`."""
        out, complaint = self._output.result()
        if self._process.returncode:
            message = f"frictionless stopped:\n{complaint.decode(errors='replace')}"
            raise RuntimeError(message)
        errors: list[dict[str, Any]] = json.loads(out)
        return errors

    def __exit__(self, *_: object) -> None:
        """End it, whatever it is doing."""
        self._process.kill()
        self._thread.shutdown()
        self._process.wait()
