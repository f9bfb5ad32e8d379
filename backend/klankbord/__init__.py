"""Klankbord: the logbook, the reminder and the quick line around a child in music lessons."""
