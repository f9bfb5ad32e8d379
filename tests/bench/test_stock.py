"""However fast the machine is, there is a sealed note for every request, and sealing is never measured."""

import time
from collections.abc import Iterator
from itertools import count

from tests.bench.stock import AT_LEAST, Stock

SLOWLY = 0.0001  # seconds for one


def sealed() -> Iterator[bytes]:
    """One after the other, each different."""
    for number in count():
        time.sleep(SLOWLY)
        yield str(number).encode()


def test_a_shelf_that_runs_out_is_filled_again_and_no_note_is_sent_twice() -> None:
    stock = Stock(sealed())
    stock.lay_in(3)
    sent = [stock.take() for _ in range(AT_LEAST + 4)]
    assert len(set(sent)) == stock.taken == len(sent)


def test_what_was_laid_in_costs_nothing_and_what_was_not_is_written_down() -> None:
    stock = Stock(sealed())
    stock.lay_in(3)
    for _ in range(3):
        stock.take()
    assert stock.spent == 0
    stock.take()
    assert stock.spent >= AT_LEAST * SLOWLY


def test_what_was_left_over_is_used_first() -> None:
    made = count()
    stock = Stock(str(number).encode() for number in made)
    stock.lay_in(5)
    stock.lay_in(5)
    assert next(made) == 5
