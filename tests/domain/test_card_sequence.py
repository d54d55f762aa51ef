"""Each picture after a card belongs to the card's person; across a doubt nobody is guessed."""

import random

from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.card_sequence import Doubt, OfGroup, OfPerson, Shot, plan_cards

MIA, BEN = OfPerson("mia"), OfPerson("ben")


def shots(*cards, name="DSC_{:04d}.jpg", start=1):
    """One shot for each: a card, or None for a picture."""
    return [
        Shot(f"{name[0]}{number}", name.format(number), number, card)
        for number, card in enumerate(cards, start)
    ]


def test_a_picture_belongs_to_the_card_before_it():
    plan = plan_cards(shots(None, MIA, None, None, BEN, None, MIA, None))

    assert plan.of_people == {"mia": ["D3", "D4", "D8"], "ben": ["D6"]}
    assert [shot.photo_id for shot in plan.without_card] == ["D1"]
    assert plan.assigned == 4


def test_all_series_without_a_card_are_one_entry():
    given_shots = [
        *shots(None, MIA),
        *shots(None, name="AAB_{}.jpg"),
        *shots(None, name="7C{}.jpg"),
    ]
    before, _of_mia, without = plan_cards(given_shots).runs

    assert (before.series, len(before.shots)) == ((), 1)
    assert (without.series, len(without.shots)) == (("7C", "AAB_"), 2)


def test_the_same_card_twice_in_a_row_is_fine():
    assert plan_cards(shots(MIA, MIA, None)).of_people == {"mia": ["D3"]}


def test_a_run_in_which_a_card_may_have_been_missed_is_named():
    three = [None] * 3
    plan = plan_cards(shots(MIA, *three, BEN, *three, None, *three, MIA, *three, BEN, *three))

    assert [len(run.shots) for run in plan.suspicious] == [7]
    assert plan_cards(shots(MIA, *three, BEN, *three, MIA, *three, None)).suspicious == ()
    assert plan_cards(shots(MIA, None, BEN, *three, *three)).suspicious == ()


def test_after_a_doubt_nobody_is_guessed_until_the_next_card():
    for doubt in Doubt:
        plan = plan_cards(shots(MIA, None, doubt, None, None, BEN, None))

        assert plan.of_people == {"mia": ["D2"], "ben": ["D7"]}
        [run] = plan.doubts
        assert (run.meaning, len(run.shots)) == (doubt, 2)


def test_after_the_card_of_a_class_come_group_pictures():
    plan = plan_cards(shots(OfGroup("2b"), None, OfGroup(), None, MIA, None))

    assert plan.of_groups == {"2b": ["D2"], None: ["D4"]}
    assert plan.of_people == {"mia": ["D6"]}


def test_the_names_of_the_files_decide_the_order_and_not_the_upload():
    first, second, third = shots(MIA, None, None, start=99)

    assert plan_cards([third, first, second]).of_people == {"mia": ["D100", "D101"]}


def test_a_second_camera_begins_without_a_card():
    plan = plan_cards(shots(MIA, None) + shots(None, BEN, None, name="B_{:04d}.jpg"))

    assert plan.of_people == {"mia": ["D2"], "ben": ["B3"]}
    assert [shot.photo_id for shot in plan.without_card] == ["B1"]


def test_what_somebody_sees_already_is_kept_unless_chosen():
    given_shots = [*shots(MIA, None), Shot("x", "DSC_0003.jpg", 3, is_assigned=True)]

    keeps, replaces = (plan_cards(given_shots, replaces=choice) for choice in (False, True))

    assert (keeps.of_people, keeps.kept) == ({"mia": ["D2"]}, 1)
    assert (replaces.of_people, replaces.kept) == ({"mia": ["D2", "x"]}, 0)


CARDS = st.one_of(
    st.none(),
    st.sampled_from([MIA, BEN, OfGroup("2b"), *Doubt]),
)
SEQUENCES = st.lists(CARDS, max_size=40)


@given(SEQUENCES)
def test_a_picture_is_assigned_to_the_nearest_card_before_it_or_to_nobody(cards):
    sequence = shots(*cards)
    plan = plan_cards(sequence)

    owner = {id_: who for who, ids in plan.of_people.items() for id_ in ids}
    groups = {id_ for ids in plan.of_groups.values() for id_ in ids}
    for at, shot in enumerate(sequence):
        before = next((card for card in reversed(cards[:at]) if card is not None), None)
        is_picture = shot.card is None
        wanted = before.person_id if is_picture and isinstance(before, OfPerson) else None
        assert owner.get(shot.photo_id) == wanted
        assert (shot.photo_id in groups) == (is_picture and isinstance(before, OfGroup))


@given(SEQUENCES, st.randoms(use_true_random=False))
def test_the_order_in_which_pictures_are_given_changes_nothing(cards, chance: random.Random):
    sequence = shots(*cards)
    mixed = list(sequence)
    chance.shuffle(mixed)

    assert plan_cards(mixed) == plan_cards(sequence)


@given(SEQUENCES)
def test_every_picture_stands_in_exactly_one_run(cards):
    plan = plan_cards(shots(*cards))

    found = [shot for run in plan.runs for shot in ([run.card] if run.card else []) + [*run.shots]]
    assert found == shots(*cards)
