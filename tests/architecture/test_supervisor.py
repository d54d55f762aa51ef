"""Who only looks after processes stays small: it knows nothing of the program."""

import subprocess
import sys

_HEAVY = ("flask", "sqlalchemy", "PIL", "webapp.models", "webapp.web")
_LOOK = f"""
import sys, webapp.supervisor
print(*(name for name in {_HEAVY} if name in sys.modules))
"""


def test_the_supervisor_fetches_no_part_of_the_program():
    found = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, check=True)
    assert found.stdout.split() == []
