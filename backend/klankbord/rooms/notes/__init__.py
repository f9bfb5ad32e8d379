"""What a teacher saw: notes about one child each, and corrections that say what they correct.

A note is its writer's until it is reported; then it is part of the case (rule 3). The logbook is append-only (rule 5).
Words: note, observation (what was seen or heard), interpretation (what it may mean, or a question), signal, correction.
"""
