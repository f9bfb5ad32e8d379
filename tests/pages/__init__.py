"""Every page of the app, looked at by a machine."""
