"""Asking the web process whether it, the database and the worker are ready."""

import socket


def is_ready(address: tuple[str, int], patience: float = 1.0) -> bool:
    """Whether GET /readyz answers 200 within `patience` seconds."""
    try:
        with socket.create_connection(address, patience) as line:
            line.settimeout(patience)
            line.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return line.recv(64).split(b" ")[1:2] == [b"200"]
    except OSError:
        return False
