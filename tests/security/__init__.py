"""Attacks that stay: who may see what, what the database refuses, and what leaks nowhere. All names are made up."""
