"""Lighthouse, with a lock file of its own: 176 MB that neither `make run` nor `make test` should wait for."""
