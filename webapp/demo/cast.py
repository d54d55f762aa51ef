"""Who is in the demo: children, brothers and sisters, groups and parents, with their pictures."""

from dataclasses import dataclass
from pathlib import Path

PICTURE_FOLDER = Path(__file__).parent / "pictures"


@dataclass(frozen=True)
class Child:
    """A child who sat for portraits."""

    key: str
    first_name: str
    family_name: str
    group: str
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class Siblings:
    """Children of one family on the same pictures."""

    children: tuple[str, ...]
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A class, team or staff photo; `children` are those of the cast who stand in it."""

    key: str
    title: str
    kind: str
    children: tuple[str, ...]
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class Parent:
    """Somebody who buys pictures of their children."""

    name: str
    email: str
    children: tuple[str, ...]


def _child(key: str, first_name: str, family_name: str, group: str) -> Child:
    return Child(key, first_name, family_name, group, tuple(f"{key}-{n}.jpg" for n in (1, 2, 3)))


CHILDREN = (
    _child("mia", "Mia", "Berger", "2b"),
    _child("emeka", "Emeka", "Okafor", "2b"),
    _child("finn", "Finn", "Petersen", "2b"),
    _child("yuki", "Yuki", "Tanaka", "2b"),
    _child("henry", "Henry", "Walsh", "2b"),
    _child("amara", "Amara", "Mensah", "2b"),
    _child("zofia", "Zofia", "Wójcik", "1a"),
    _child("mateo", "Mateo", "García", "1a"),
    _child("ida", "Ida", "Lindqvist", "1a"),
    _child("arjan", "Arjan", "Gill", "1a"),
    _child("jonas", "Jonas", "Keller", "1a"),
    _child("ben", "Ben", "Berger", "4c"),
    _child("salma", "Salma", "Aziz", "4c"),
    _child("theo", "Theo", "Brandt", "4c"),
    _child("naledi", "Naledi", "Dube", "4c"),
    _child("elif", "Elif", "Yıldız", "4c"),
)

SIBLINGS = (Siblings(("mia", "ben"), ("mia-and-ben-1.jpg", "mia-and-ben-2.jpg")),)


def _of_class(name: str) -> tuple[str, ...]:
    return tuple(child.key for child in CHILDREN if child.group == name)


GROUPS = (
    Group("class-1a", "Class 1a", "class", _of_class("1a"), ("class-1a-1.jpg", "class-1a-2.jpg")),
    Group("class-2b", "Class 2b", "class", _of_class("2b"), ("class-2b-1.jpg", "class-2b-2.jpg")),
    Group("class-4c", "Class 4c", "class", _of_class("4c"), ("class-4c-1.jpg", "class-4c-2.jpg")),
    Group("team-red", "Red Foxes", "team", ("theo", "ben", "naledi"), ("team-red.jpg",)),
    Group("team-blue", "Blue Herons", "team", ("emeka", "yuki", "henry"), ("team-blue.jpg",)),
    Group("teachers", "Teachers", "teachers", (), ("teachers.jpg",)),
    Group("nursery", "Ladybird group", "nursery", (), ("nursery.jpg",)),
)

PARENTS = (
    Parent("Anna Berger", "anna.berger@posteo.example", ("mia", "ben")),
    Parent("Chidi Okafor", "chidi.okafor@mail.example", ("emeka",)),
    Parent("Kirsten Petersen", "kirsten.petersen@fjord.example", ("finn",)),
    Parent("Haruka Tanaka", "haruka.tanaka@mail.example", ("yuki",)),
    Parent("Patrick Walsh", "patrick.walsh@oaklane.example", ("henry",)),
    Parent("Akosua Mensah", "akosua.mensah@mail.example", ("amara",)),
    Parent("Marek Wójcik", "marek.wojcik@poczta.example", ("zofia",)),
    Parent("Lucía García", "lucia.garcia@correo.example", ("mateo",)),
    Parent("Nils Lindqvist", "nils.lindqvist@fjord.example", ("ida",)),
    Parent("Harpreet Gill", "harpreet.gill@mail.example", ("arjan",)),
    Parent("Sabine Keller", "sabine.keller@posteo.example", ("jonas",)),
    Parent("Yasmin Aziz", "yasmin.aziz@mail.example", ("salma",)),
    Parent("Oliver Brandt", "oliver.brandt@posteo.example", ("theo",)),
    Parent("Thandi Dube", "thandi.dube@mail.example", ("naledi",)),
    Parent("Murat Yıldız", "murat.yildiz@posta.example", ("elif",)),
)
