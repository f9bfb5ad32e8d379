"""The address people come to. The parent holds the socket, so a web process that restarts keeps nobody out."""

import errno
import socket
import time

from klankbord.house.cannot_start import CannotStart

A_MOMENT = 2.0  # seconds; a web process whose parent was killed needs a moment to let go


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises CannotStart when the port is taken or the address is not ours."""
    end = time.monotonic() + A_MOMENT
    while True:
        try:
            return _bound(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > end:
                raise CannotStart(_sentence(host, port, error)) from None
        time.sleep(0.05)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
    sock = socket.socket(family, kind, protocol)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(2048)
    except OSError:
        sock.close()
        raise
    return sock


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program: stop that one, or choose another with PORT={port + 1}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is for the system's own programs: choose one above 1023 with PORT."
    return f"This machine has no address {host} to listen on: leave HOST at 127.0.0.1, or give one it has."
