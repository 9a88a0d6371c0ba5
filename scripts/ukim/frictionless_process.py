"""A process of its own in which frictionless reads a package; it imports nothing else of ours, to start fast.

It reads `{"folder": …, "descriptor": …}` from standard input and prints the errors that frictionless reports as JSON.
"""

import gc
import json
import sys


def main() -> None:
    """Import frictionless while the caller reads the descriptor, then wait for it."""
    gc.disable()  # what an import makes is never garbage
    from frictionless import Package, system

    gc.freeze()
    gc.enable()
    task = json.load(sys.stdin)
    with system.use_context(trusted=False):
        report = Package.from_descriptor(task["descriptor"], basepath=task["folder"]).validate()
    errors = []
    for part in [*report.tasks, report]:
        for error in part.errors:
            label = getattr(error, "field_name", None)
            errors.append(
                {
                    "resource": getattr(part, "name", None),
                    "type": error.type,
                    "line": getattr(error, "row_number", None),
                    "fields": [label] if label else list(getattr(error, "field_names", None) or []),
                    "value": getattr(error, "cell", None),
                    "note": error.note,
                }
            )
    json.dump(errors, sys.stdout)


if __name__ == "__main__":
    main()
