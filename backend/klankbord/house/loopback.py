"""Can only this machine reach it? Light: the parent of `make run` asks too."""

from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """True for localhost and every loopback address; `host` without port, brackets allowed. Other names: False."""
    bare = host.strip("[]")
    try:
        return bare == "localhost" or ip_address(bare).is_loopback
    except ValueError:
        return False
