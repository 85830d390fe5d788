import signal
import socket

import pytest

from autograder.wire import Channel, ClosedError


def test_sending_to_a_peer_that_is_gone_says_so(ends):
    here, there = ends
    there.close()
    with pytest.raises(ClosedError, match="takes nothing more"):
        here.send(None, [bytes(1_000_000)])
    with pytest.raises(ClosedError):
        here.send(None)


def test_a_peer_that_resets_the_connection_is_gone(ends):
    here, there = ends
    here.send("never read")
    there.close()  # with something unread, so that the other end is reset
    with pytest.raises(ClosedError):
        here.receive()


def test_a_closed_channel_says_so(ends):
    here, _ = ends
    assert here.fileno() > 0
    here.close()
    assert here.fileno() == -1
    with pytest.raises(ClosedError):
        here.send(None)
    with pytest.raises(ClosedError):
        here.receive()


class Alarm(BaseException):
    pass


@pytest.fixture
def alarm():
    """Raise `Alarm` in the main thread after a twentieth of a second."""

    def ring(signum, frame):
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_a_time_limit_that_rings_while_waiting_breaks_the_channel(alarm):
    # no timeout on these: the channel waits in the system, as it does at work
    sockets = socket.socketpair()
    here, there = map(Channel, sockets)
    with pytest.raises(Alarm):
        here.receive()
    there.send("too late")
    for use in (here.receive, lambda: here.send(None)):
        with pytest.raises(ClosedError):
            use()
    here.close()
    there.close()


def test_a_time_limit_that_rings_while_sending_breaks_the_channel(alarm):
    sockets = socket.socketpair()
    here, there = map(Channel, sockets)
    with pytest.raises(Alarm):
        here.send(None, [bytes(10_000_000)])
    assert here.broken
    here.close()
    with pytest.raises(ClosedError, match="middle"):
        there.receive()
    there.close()
