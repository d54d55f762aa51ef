"""A program dies while it writes a mail as a file: what it left goes after a day, nothing else."""

import os
from datetime import timedelta

from tests.support.builders import a_studio
from tests.support.delivering import Office, a_mail
from webapp.clock import machine_now
from webapp.use_cases.sweep_drafts import DRAFTS_KEPT, sweep_drafts


def test_drafts_of_a_day_ago_go_and_messages_and_young_drafts_stay(app, config):
    a_mail(a_studio(), "order")
    Office(app, config).work()
    sent = sorted(config.data.glob("mail/*.eml"))
    (config.data / "sms").mkdir()
    drafts = [
        config.data / name
        for name in (f"mail/.{sent[0].name}.77", "sms/.a.txt.77", ".outbox-rounds.77.3")
    ]
    for draft in drafts:
        draft.write_text("half of")
    later = machine_now() + DRAFTS_KEPT

    assert sweep_drafts(config.data, now=later - timedelta(minutes=1)) == 0
    old = (later - 2 * DRAFTS_KEPT).timestamp()
    for path in (*drafts, *sent, config.data / "outbox-rounds"):
        os.utime(path, (old, old))

    assert sweep_drafts(config.data, now=later) == 3
    assert [draft for draft in drafts if draft.exists()] == []
    assert sorted(config.data.glob("mail/*")) == sent
    assert (config.data / "outbox-rounds").exists()


def test_what_is_no_file_stays_and_keeps_nothing_else_from_going(config):
    """Somebody's hidden folder (of a file manager, of snapshots) is none of ours."""
    folder, draft = config.data / "mail" / ".Trash", config.data / "mail" / ".z.eml.77"
    folder.mkdir(parents=True)
    draft.write_text("half of")
    later = machine_now() + 2 * DRAFTS_KEPT

    assert sweep_drafts(config.data, now=later) == 1
    assert folder.is_dir()
    assert not draft.exists()
