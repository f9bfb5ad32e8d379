"""Print the tables of deploy/CAPACITY.md."""

from tests.bench.capacity.page import tables

print(tables(), end="")
