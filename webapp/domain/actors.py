"""Who did it: a person of the studio, the worker, a customer, or support on behalf (S8)."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What kind of somebody acts."""

    PERSON = "person"
    WORKER = "worker"
    SUPPORT = "support"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, as the history will name them."""

    kind: ActorKind
    name: str


WORKER = Actor(ActorKind.WORKER, "")
