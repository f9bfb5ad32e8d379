"""How close to the limit we run: each figure beside its own limit, measured in the same run on the same machine."""
