"""`python -m tests.bench.serve module:function --socket N`: an ASGI app in uvicorn, set up as the product's is."""

import argparse
import gc
import socket
import sys

import uvicorn

from klankbord.start.commands import COLLECT_AFTER


def main() -> int:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("factory")
    parser.add_argument("--socket", type=int, required=True)
    wanted = parser.parse_args()
    gc.set_threshold(*COLLECT_AFTER)
    config = uvicorn.Config(wanted.factory, factory=True, log_config=None, access_log=False, server_header=False)
    server = uvicorn.Server(config)
    server.run(sockets=[socket.socket(fileno=wanted.socket)])
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
