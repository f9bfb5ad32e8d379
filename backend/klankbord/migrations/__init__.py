"""The database's history. Policies and functions are hand-written SQL beside the migration that brings them."""
