"""Processes that are killed at a given line, to see what they leave."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SERVER = '''
import os, signal, sys

setup, *traced = sys.argv[1:]
names = {}
exec(setup, names)


def traced_until(limit):
    """Return a trace function that kills the process before line `limit` of the traced files, as they are run."""
    lines = 0

    def count(frame, event, _):
        nonlocal lines
        if frame.f_code.co_filename in traced:
            lines += event == "line"
            if lines > limit:
                os.kill(os.getpid(), signal.SIGKILL)
            return count

    return count


for line in sys.stdin:
    limit, _, action = line.partition(" ")
    if not os.fork():
        try:
            sys.settrace(traced_until(int(limit)))
            eval(action, names)
        finally:
            os._exit(0)
    print(os.wait()[1], flush=True)
'''


@contextmanager
def killing(setup: str, *traced: str) -> Iterator[Callable[[str, int], bool]]:
    """Yield a function that evaluates an expression in a process killed at a line, and returns whether it got there.

    The processes are forked from a small one of their own: the one that runs the tests has threads.

    Args:
        setup: code that defines what the expressions name.
        traced: the files whose lines count.

    """
    command = [sys.executable, "-c", SERVER, setup, *traced]
    options = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
        "bufsize": 1,
    }
    with subprocess.Popen(command, **options) as server:

        def is_killed(action: str, limit: int) -> bool:
            server.stdin.write(f"{limit} {action}\n")
            answer = server.stdout.readline()
            assert answer, server.stderr.read()
            return answer != "0\n"

        yield is_killed
        server.stdin.close()
