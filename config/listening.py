"""The socket on which the site listens."""

from __future__ import annotations

import errno
import socket


class PortTaken(Exception):
    """The message says which port, and how to use another."""


def reserve_port(address: str, port: int) -> socket.socket:
    """Bind the port first, so that a busy one is told at once; nobody is answered before somebody listens."""
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Connections inherit it: one whose other side vanished without a word ends after a while.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    try:
        listener.bind((address, port))
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            message = f"Port {port} is used by another program, perhaps another Attest. Try: make run PORT={port + 1}"
        elif problem.errno == errno.EACCES:
            message = f"Port {port} needs the rights of root. Try: make run PORT=8000"
        else:
            message = f"Port {port} cannot be used: {problem.strerror}."
        raise PortTaken(message) from None
    return listener
