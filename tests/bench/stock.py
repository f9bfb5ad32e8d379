"""Sealed notes, laid in before the clock runs: sealing is the phones' work, and no part of what is measured."""

import time
from collections.abc import Iterator

AT_LEAST = 2_000  # sealed at once when the shelf is empty: the server has its hands full for a small part of that


class Stock:
    """A shelf of requests that are sent once. Nobody who takes one finds it empty.

    `taken`: how many were; `spent`: seconds it cost to fill the shelf while somebody waited, for who measures by the
    clock to leave out. A shelf that was laid in well costs none.
    """

    def __init__(self, sealed: Iterator[bytes]) -> None:
        self._sealed, self._shelf = sealed, list[bytes]()
        self.taken, self.spent = 0, 0.0

    def lay_in(self, many: int) -> None:
        """So many lie ready, those that were left over among them."""
        self._shelf += [next(self._sealed) for _ in range(many - len(self._shelf))]

    def take(self) -> bytes:
        """The next one."""
        if not self._shelf:
            begin = time.perf_counter()
            self.lay_in(AT_LEAST)
            self.spent += time.perf_counter() - begin
        self.taken += 1
        return self._shelf.pop()
