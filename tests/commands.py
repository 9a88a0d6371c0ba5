"""The command line as a user has it: in this process, or in one of its own."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ukim.cli import main

Done = subprocess.CompletedProcess[str]
SETTING = {"COLUMNS": "80"}


def ukim(*arguments: str | Path, folder: Path | None = None, answers: str = "", **environment: str) -> Done:
    """Run the command in this process; what it changes of the process is put back. There is no terminal."""
    command = ["ukim", *map(str, arguments)]
    given = io.TextIOWrapper(io.BytesIO(answers.encode()), encoding="utf-8")
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", "", write_through=True) for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ukim.cli.prepare", lambda: None)  # sets up a process of its own
        for name, value in (("argv", command), ("stdin", given), ("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, value)
        for name, value in (SETTING | environment).items():
            patch.setenv(name, value)
        patch.chdir(folder or Path.cwd())
        with pytest.raises(SystemExit) as end:
            main()
    return Done(command, int(end.value.code or 0), *(stream.buffer.getvalue().decode() for stream in (out, err)))


def ukim_process(*arguments: str | Path, folder: Path | None = None, answers: str = "", **environment: str) -> Done:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "ukim", *map(str, arguments)]
    options = {"cwd": folder, "env": os.environ | SETTING | environment, "input": answers}
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **options)
