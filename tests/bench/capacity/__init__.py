"""How many people one small machine carries: arithmetic for deploy/CAPACITY.md, and a simulation that checks it.

`python -m tests.bench.capacity` prints the tables of that page.
"""
