"""What happens in one place only: committing, and asking the machine for the time."""

from tests.architecture.sources import calls, imports, name, python_files

_TIME = (
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "func.now",
    "func.current_timestamp",
)
_MEASURED = ("monotonic", "sleep", "perf_counter")
COMMITS = "webapp/models/base.py"
READS_TIME = "webapp/clock.py"


def _called(*endings, but):
    return [
        f"{name(path)}:{line} calls {call}"
        for path in python_files("webapp")
        if name(path) != but
        for call, line in calls(path)
        if any(call == ending or call.endswith(f".{ending}") for ending in endings)
    ]


def test_only_the_transaction_commits():
    assert _called("commit", but=COMMITS) == []
    assert any(call.endswith(".commit") for path in python_files("webapp/models")
               for call, _line in calls(path))  # fmt: skip


def test_only_the_clock_asks_the_machine_for_the_time():
    assert _called(*_TIME, but=READS_TIME) == []


def test_nothing_but_a_stopwatch_is_taken_from_the_module_time():
    faults = [
        f"{name(path)}:{line} imports {imported}"
        for path in python_files("webapp")
        if name(path) != READS_TIME
        for imported, line in imports(path)
        if imported.startswith("time.") and imported.removeprefix("time.") not in _MEASURED
    ]
    assert faults == []


def test_a_deed_is_told_what_time_it_is():
    faults = [
        f"{name(path)}:{line}"
        for folder in ("domain", "use_cases", "queries", "models")
        for path in python_files(f"webapp/{folder}")
        for call, line in calls(path)
        if call in ("clock.now", "now")
    ]
    assert faults == []
