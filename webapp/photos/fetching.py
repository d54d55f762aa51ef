"""Brings files to this machine one by one, and lets each go as soon as it is done with."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from webapp.photos.store import PhotoStore


class LocalFiles:
    """Paths to kept files; what was not let go ends with the block."""

    def __init__(self, store: PhotoStore) -> None:
        self._store = store
        self._held: dict[str, ExitStack] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for key in list(self._held):
            self.let_go(key)

    def fetch(self, key: str) -> Path:
        """Where the file lies now. Raises FileNotFoundError, StoreDown, StoreFull."""
        self.let_go(key)
        held = ExitStack()
        path = held.enter_context(self._store.local(key))
        self._held[key] = held
        return path

    def let_go(self, key: str) -> None:
        """Its path is not used any more; nothing happens if it was let go."""
        held = self._held.pop(key, None)
        if held is not None:
            held.close()
