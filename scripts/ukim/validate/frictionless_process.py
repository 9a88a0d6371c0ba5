"""A process of its own in which frictionless reads a package; it imports nothing else of ours, to start fast.

It reads `{"folder": …, "descriptor": …}` from standard input and prints the errors that frictionless reports as JSON.
"""

import gc
import json
import sys
from typing import Any


def main() -> None:
    """Import frictionless while the caller reads the descriptor, then wait for it."""
    gc.disable()  # what an import makes is never garbage
    import frictionless  # noqa: F401

    gc.freeze()
    gc.enable()
    task = json.load(sys.stdin)
    json.dump(errors_of(task["folder"], task["descriptor"]), sys.stdout)


def errors_of(folder: str, descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    """What frictionless reports of a package, in plain data; also that it refuses the descriptor."""
    from frictionless import FrictionlessException, Package, system

    try:
        with system.use_context(trusted=False):
            report = Package.from_descriptor(descriptor, basepath=folder).validate()
    except FrictionlessException as refusal:
        return [_plain(error, None) for error in refusal.to_errors()]
    return [_plain(error, getattr(part, "name", None)) for part in [*report.tasks, report] for error in part.errors]


def _plain(error: Any, resource: str | None) -> dict[str, Any]:  # noqa: ANN401 (to name its type would import it)
    label = getattr(error, "field_name", None)
    return {
        "resource": resource,
        "type": error.type,
        "line": getattr(error, "row_number", None),
        "fields": [label] if label else list(getattr(error, "field_names", None) or []),
        "value": getattr(error, "cell", None),
        "note": error.note,
    }


if __name__ == "__main__":
    main()
