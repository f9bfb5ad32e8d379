"""When somebody works, is away, and who stands in.

Words: working hours (weekday, from, until), absence (first to last day, both included), deputy (who stands in).
Promises: nothing but an alarm asks for somebody outside their hours; who asks somebody who is away is told so.
"""
