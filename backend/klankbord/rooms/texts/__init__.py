"""The organisation's own wording of texts that the manual gives: what a text says is data, not code.

Words: text (one key, Dutch and English), wording (the organisation's own, newest counts). Promises: a wording never
changes, a new one is added; without one the text of `content/` stands.
"""
