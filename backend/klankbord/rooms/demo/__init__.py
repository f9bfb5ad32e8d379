"""A made-up organisation to try, told as stories through the domain's own actions.

Everybody may be anybody here, so this room exists on a loopback address only: the app does not mount it otherwise,
the settings refuse it, and every request is looked at again.
"""
