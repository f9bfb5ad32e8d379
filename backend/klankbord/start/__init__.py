"""What `make run` starts: one parent that brings up the database, the web and the worker, and takes all down again.

Only the standard library and asyncpg are imported here: every second the parent thinks is a second you wait.
Deployments with their own process manager skip this and run `migrate`, `web` and `worker` themselves (deploy/).
"""
