"""Tests mirror the rooms; journeys run in a real browser."""
