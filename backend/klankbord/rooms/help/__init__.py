"""Help: who to call, before anything else. Open to everybody, also without signing in.

Promises: the numbers come before any text; 112 and Veilig Thuis are always there; whoever is signed in also finds
their own location managers and social workers, with hours.
"""
