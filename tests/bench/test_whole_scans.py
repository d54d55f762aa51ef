"""What may read all of a large table: this page of this table, and nothing else."""

from bench.at_size.plans import Plans, allowed

STATEMENT = "SELECT count(*) FROM {table}"


def plans():
    return Plans({"job": 100_000, "photo": 1_000_000})


def read_all(plans, *, of, on):
    plans.where = on
    scan = {"Node Type": "Seq Scan", "Relation Name": of, "Plan Rows": plans.large[of]}
    plans.note(STATEMENT.format(table=of), scan, 1.0)


def faults(plans):
    return [(scan.where, scan.table) for scan in plans.scans.values() if not allowed(scan)]


def test_a_page_that_may_read_all_jobs_may_not_read_all_photos():
    looked = plans()
    read_all(looked, of="job", on="metrics")
    read_all(looked, of="photo", on="metrics")

    assert faults(looked) == [("metrics", "photo")]


def test_a_scan_met_first_where_it_may_be_is_found_elsewhere_too():
    looked = plans()
    read_all(looked, of="job", on="console: how it runs")
    read_all(looked, of="job", on="job overview")

    assert faults(looked) == [("job overview", "job")]
