"""One JSON line in, one JSON line out, until the input ends. Answers go to file descriptor 3: clients log to the others."""

import json
import os
import sys


class Refused(Exception):
    """The service refused a call, as the client tells it."""

    def __init__(self, status, code, message):
        super().__init__(message)
        self.told = {"status": status, "code": code, "message": message}


def converse(operations):
    """Answers `{"call": NAME, "with": FIELDS}` with `{"answer": …}` or `{"refused": …}`. Any other failure ends the program."""
    with os.fdopen(3, "w") as answers:
        for line in sys.stdin:
            asked = json.loads(line)
            try:
                told = {"answer": operations[asked["call"]](**asked["with"])}
            except Refused as refused:
                told = {"refused": refused.told}
            print(json.dumps(told), file=answers, flush=True)
