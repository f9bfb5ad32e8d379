"""What phones send: sealed items that arrive once, are opened, and go where they belong (decisions 5 to 7).

Promises: content is never refused; what does not fit is kept sealed under *Vraagt aandacht* until its writer mends or
discards it; the same item again gets the same answer. Also what a phone may keep for offline use: the roster.
Words: item, envelope (what was sent), payload (what was sealed), kind, attention.
"""
