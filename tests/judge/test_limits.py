import contextlib
import signal
import threading
import time

import pytest

from autograder.judge.limits import TestTimeout, time_limit

HAS_ALARM = hasattr(signal, "SIGALRM")
needs_alarm = pytest.mark.skipif(not HAS_ALARM, reason="this system has no SIGALRM")


def spin():
    """Endless, but for a limit that does not work."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        pass


def alarm():
    """The handler of the alarm and the seconds until it rings."""
    return signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)[0]


@needs_alarm
def test_an_endless_loop_is_stopped():
    with pytest.raises(TestTimeout), time_limit(0.05):
        spin()


@needs_alarm
def test_the_limit_is_told():
    with pytest.raises(TestTimeout) as caught, time_limit(0.05):
        spin()
    assert caught.value.args == (0.05,)


@needs_alarm
def test_except_exception_does_not_swallow_the_limit():
    def careless():
        with contextlib.suppress(Exception):
            spin()

    with pytest.raises(TestTimeout), time_limit(0.05):
        careless()


@needs_alarm
def test_a_body_that_swallows_the_limit_once_is_stopped_again():
    swallowed = []

    def stubborn():
        try:
            spin()
        except BaseException as error:
            swallowed.append(type(error))
        spin()

    with pytest.raises(TestTimeout), time_limit(0.05):
        stubborn()
    assert swallowed == [TestTimeout]


@needs_alarm
def test_waiting_is_stopped_as_well():
    with pytest.raises(TestTimeout), time_limit(0.05):
        threading.Event().wait(60)


def test_a_body_within_the_limit_gives_its_value():
    with time_limit(60):
        value = sum(range(10))
    assert value == 45


def test_the_body_s_own_error_comes_through():
    with pytest.raises(ZeroDivisionError), time_limit(60):
        1 / 0  # noqa: B018  # the error is the point


@needs_alarm
@pytest.mark.parametrize("body", ["pass", "1 / 0", "raise SystemExit", "spin()"])
def test_the_alarm_is_left_as_it_was_found(body):
    before = alarm()
    with contextlib.suppress(ZeroDivisionError, SystemExit, TestTimeout), time_limit(0.05):
        exec(body)
    assert alarm() == before


@needs_alarm
def test_the_handler_that_was_there_is_put_back():
    def mine(signum, frame): ...

    before = signal.signal(signal.SIGALRM, mine)
    try:
        with time_limit(60):
            assert signal.getsignal(signal.SIGALRM) is not mine
        assert signal.getsignal(signal.SIGALRM) is mine
    finally:
        signal.signal(signal.SIGALRM, before)


@needs_alarm
def test_a_worker_thread_runs_its_body_without_a_limit():
    seen = []

    def work():
        with time_limit(60):
            seen.append(signal.getitimer(signal.ITIMER_REAL)[0])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [0.0]


def test_a_system_without_alarms_runs_the_body_without_a_limit(monkeypatch):
    monkeypatch.delattr(signal, "SIGALRM", raising=False)
    monkeypatch.delattr(signal, "setitimer", raising=False)
    with time_limit(0.001):
        value = sum(range(10**5))
    assert value == 4999950000
