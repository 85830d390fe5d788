"""What the wire's tests have in common: a message there and back."""

import socket
import threading

import pytest

from autograder.wire import Channel, Decoder, Encoder


@pytest.fixture
def ends():
    """Two channels that are connected, and fail a test that would hang."""
    sockets = socket.socketpair()
    for sock in sockets:
        sock.settimeout(20)
    channels = [Channel(sock) for sock in sockets]
    yield channels
    for channel in channels:
        channel.close()


@pytest.fixture(scope="session")
def there_and_back():
    """Encode a value, send it, and decode what arrives."""

    def travel(value, **hooks):
        encoder = Encoder(**hooks)
        tree = encoder.encode(value)
        sockets = socket.socketpair()
        here, there = (Channel(sock) for sock in sockets)
        sender = threading.Thread(target=here.send, args=(tree, encoder.buffers))
        sender.start()
        tree, buffers = there.receive()
        sender.join()
        here.close()
        there.close()
        decoder = Decoder(buffers)
        found = decoder.decode(tree)
        decoder.finish()
        return found

    return travel
