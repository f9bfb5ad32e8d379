"""Web Push, the transport only: it carries bytes to a browser and says what became of them (decision 10).

Who is told what is the reminders room's; how it is shown is the service worker's. Sources: RFC 8030 (delivery),
RFC 8291 (encryption), RFC 8292 (VAPID), and what Apple's service refuses beyond them.
"""
