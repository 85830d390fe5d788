# %% [markdown]
# # Vectorization: one call instead of a thousand
#
# A model adds and multiplies millions of numbers. You can tell Python to do that number by number, in a `for`
# loop, or you can hand all of them to torch in one call. Both give the same result, and for a thousand
# numbers the second way is three thousand times as fast. Deep learning in Python would not exist without it.
#
# But a claim about speed is worth as much as the measurement behind it, and time is hard to measure: a first
# call is slow, the machine does other things, and it is easy to time more than one wanted. So you build the
# stopwatch first, then measure, then say of eight expressions which of them are loops in disguise. At the
# end you compute the loss of 3721 different lines in a single expression, and draw it.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `Timer`: a stopwatch | 21 |
# | 2 | `add_loop`, `add_vec`: one sum in two ways | 16 |
# | 3 | `best_of`, `speedup`: a fair comparison | 20 |
# | 4 | `PREDICT_LOOPS`, `REASON_SPEED`: loops in disguise | 15 |
# | 5 | `time_line`, `crossover`: how time grows | 12 |
# | 6 | `loss_grid`: the loss of every line at once | 16 |
#
# Times are in seconds unless another unit is given; $n$ is the number of elements or of examples. Each
# exercise has visible checks (run the cell below yours) and hidden ones: other numbers, other shapes, other
# clocks. No check asks for a time that your machine may not reach: they use clocks that the test moves by
# hand, or compare two ways on the same machine.
#
# **Week:** 1. **Time:** 45 minutes. **Before it:** nothing. **In the book:** 3.1.2 Vectorization for
# Speed.

# %% setup
import time

import matplotlib.pyplot as plt
import numpy as np
import torch

from autograder import as_number, assert_close, check, get_device, load_data, points, waits_for

torch.manual_seed(1946)
device = get_device()

# %% [markdown]
# ## The picture
#
# Two vectors of $n$ numbers, added in three ways on one core of a server: by a loop that reads `a[i]` and
# `b[i]` and writes `c[i]`, by a list comprehension over Python's own floats, and by `a + b`. Both axes are
# logarithmic. Two curves climb with $n$; the third hardly notices it. And look at the left end: for three
# numbers, which way is the fastest?

# %% setup="picture"
add_timings = load_data("add_timings.csv")
WAYS = {"loop": "c[i] = a[i] + b[i]", "list": "[x + y for x, y in zip(a, b)]", "vector": "a + b"}
LOOKS = {"loop": "C3o-", "list": "C1s--", "vector": "C0^-"}

fig, ax = plt.subplots(figsize=(6.8, 3.8))
for way, code in WAYS.items():
    ax.loglog(add_timings["n"], add_timings[f"{way}_us"], LOOKS[way], markersize=5, label=f"{way}: {code}")
ax.set_xlabel("number of elements n")
ax.set_ylabel("time (µs)")
ax.set_title("The same sum in three ways")
ax.legend(fontsize=8)
fig.tight_layout()

# %% [markdown]
# ## A clock that stands still
#
# How do you test a stopwatch? Not with a real clock, which never shows the same time twice. `fake_clock()`
# gives two functions: `clock()` reads a clock that stands still, and `wait(seconds)` moves it on. A Timer
# that takes its clock as an argument cannot tell it from a real one, and you know what it must show.


# %% setup="fake_clock"
def fake_clock(now=0.0):
    """Two functions: clock() -> seconds reads a clock that stands still, wait(seconds) moves it on."""
    hand = [now]

    def clock():
        return hand[0]

    def wait(seconds):
        hand[0] += seconds

    return clock, wait


demo_clock, demo_wait = fake_clock()
demo_wait(2.5)
print(f"after 2.5 s of waiting the clock shows {demo_clock()} s; nobody has waited")

# %% [markdown]
# ## 1. A stopwatch (21 points)
#
# Write the class `Timer(clock=time.perf_counter)`. It keeps a list of measured times, the *records*.
#
# * Making a Timer starts it.
# * `start()` starts it again from now; records that are there stay.
# * `stop()` records the time since the last start, and returns it. It does not start again.
# * `avg()`, `sum()` and `cumsum()` give the mean of the records, their sum, and the list of their running
#   totals.
#
# All times are floats, in the unit of the clock. The clock is read by calling it, `clock()`, and by nothing
# else: `time.perf_counter` is a function, and so is what a test hands in.
#
# Example: with `clock, wait = fake_clock()` and `timer = Timer(clock)`, the calls `wait(2.0)`,
# `timer.stop()`, `wait(1.0)`, `timer.start()`, `wait(6.0)`, `timer.stop()` leave the records 2 and 6: the
# second between is not in them. So `avg()` is 4, `sum()` is 8 and `cumsum()` is `[2.0, 8.0]`.
#
# Pitfall: when you stop twice and forget `start()` in between, the second record **contains the first**. That
# is no fault of the Timer, it is what a stopwatch does; but half of all wrong timings in notebooks come from
# it. (Why not `time.time()`? It is made to tell the date: it may be set back while you measure, and on some
# systems it moves in steps of milliseconds.)


# %% solution="timer"
class Timer:
    """A stopwatch that reads `clock()` and keeps a record of each measured time."""

    ### BEGIN SOLUTION
    def __init__(self, clock=time.perf_counter):
        self.clock = clock
        self.times = []
        self.start()

    def start(self):
        self.begun = self.clock()

    def stop(self):
        self.times.append(self.clock() - self.begun)
        return self.times[-1]

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return [sum(self.times[: k + 1]) for k in range(len(self.times))]

    ### END SOLUTION


# %% test="timer"
def started_timer(student):
    """A Timer of the student's, just started, on a clock that the test moves: (timer, wait)."""
    clock, wait = fake_clock(100.0)
    readings = []

    def watched():
        readings.append(clock())
        return readings[-1]

    timer = student.Timer(clock=watched)
    wait(1.0)
    timer.start()
    assert readings, "Timer(clock) and start() have not read the clock that was handed in"
    return timer, wait


@points(3)
def test_stop_gives_the_time_since_start(student):
    """stop() returns the time from start() until now, as the clock shows it."""
    timer, wait = started_timer(student)
    wait(2.5)
    assert_close(timer.stop(), 2.5, "stop(), 2.5 s after start()", rtol=0, atol=0)


@points(2)
def test_sum_and_mean_of_two_records(student):
    """For the records 2 and 6, with a break between them, sum() is 8 and avg() is 4."""
    timer, wait = started_timer(student)
    wait(2.0)
    timer.stop()
    wait(1.0)
    timer.start()
    wait(6.0)
    timer.stop()
    assert_close(timer.sum(), 8.0, "sum() of the records 2 and 6", rtol=0, atol=0)
    assert_close(timer.avg(), 4.0, "avg() of the records 2 and 6", rtol=0, atol=0)


@points(2)
def test_running_totals_are_a_list(student):
    """For the records 2 and 6, cumsum() is the list of 2 and 8."""
    timer, wait = started_timer(student)
    for seconds in (2.0, 6.0):
        timer.start()
        wait(seconds)
        timer.stop()
    totals = timer.cumsum()
    assert isinstance(totals, list), f"cumsum() is a {type(totals).__name__}; expected a list"
    assert_close(torch.tensor(totals), [2.0, 8.0], "cumsum() of the records 2 and 6", rtol=0, atol=0)


### BEGIN HIDDEN TESTS
@points(2)
def test_making_a_timer_starts_it(student):
    """A Timer that has just been made is running: stop() gives the time since then, without a start()."""
    clock, wait = fake_clock(100.0)
    readings = []

    def watched():
        readings.append(clock())
        return readings[-1]

    timer = student.Timer(watched)
    assert readings, "Timer(clock) has not read the clock that was handed in"
    wait(0.75)
    assert_close(timer.stop(), 0.75, "stop(), 0.75 s after the Timer was made", rtol=0, atol=0)


@points(3)
def test_start_leaves_out_what_was_before(student):
    """With breaks between the records, and two calls of start() in a row, only the measured times count."""
    timer, wait = started_timer(student)
    for pause, seconds in ((4.0, 0.5), (0.25, 8.0), (32.0, 1.0), (0.0, 2.0), (16.0, 0.125)):
        wait(pause)
        timer.start()
        wait(pause)
        timer.start()
        wait(seconds)
        assert_close(timer.stop(), seconds, f"stop(), {seconds} s after the last start()", rtol=0, atol=0)
    assert_close(timer.sum(), 11.625, "sum() of five records", rtol=0, atol=1e-12)
    assert_close(timer.avg(), 2.325, "avg() of five records", rtol=0, atol=1e-12)
    totals = torch.tensor(timer.cumsum(), dtype=torch.float64)
    assert_close(totals, [0.5, 8.5, 9.5, 11.5, 11.625], "cumsum() of five records", rtol=0, atol=1e-12)


@points(3)
def test_stopping_again_goes_on_from_the_same_start(student):
    """When stop() is called three times after one start(), each record contains the ones before."""
    timer, wait = started_timer(student)
    for seconds, wanted in ((1.0, 1.0), (0.5, 1.5), (4.0, 5.5)):
        wait(seconds)
        assert_close(timer.stop(), wanted, f"stop(), {wanted} s after start()", rtol=0, atol=0)
    assert_close(timer.sum(), 8.0, "sum() of the records 1, 1.5 and 5.5", rtol=0, atol=0)


@points(2)
def test_what_is_returned_is_what_is_recorded(student):
    """On a clock that runs on with every reading, the records add up to what stop() returned."""
    readings = []

    def running():
        readings.append(2.0 ** len(readings))
        return readings[-1]

    timer = student.Timer(running)
    timer.start()
    assert readings, "Timer(clock) and start() have not read the clock that was handed in"
    first = as_number(timer.stop(), "stop()")
    timer.start()
    second = as_number(timer.stop(), "stop()")
    assert_close(timer.sum(), first + second, "sum(), compared with the two values of stop()", rtol=0, atol=0)
    totals = timer.cumsum()
    assert_close(torch.tensor(totals), [first, first + second], "cumsum(), compared with them", rtol=0, atol=0)


@points(2)
def test_timers_do_not_share_records(student):
    """Two timers, each with its clock, keep their own records and their own start."""
    one, wait_one = started_timer(student)
    other, wait_other = started_timer(student)
    wait_one(1.0)
    one.stop()
    wait_other(8.0)
    other.stop()
    assert_close(one.sum(), 1.0, "sum() of a timer with the record 1, while another has 8", rtol=0, atol=0)
    assert_close(other.avg(), 8.0, "avg() of a timer with the record 8, while another has 1", rtol=0, atol=0)


@points(1)
def test_reading_the_results_changes_none(student):
    """sum(), avg() and cumsum() give the same a second time, and later records come on top."""
    timer, wait = started_timer(student)
    wait(3.0)
    timer.stop()
    for call in ("first", "second"):
        assert_close(timer.sum(), 3.0, f"sum() in the {call} call", rtol=0, atol=0)
        assert_close(timer.avg(), 3.0, f"avg() in the {call} call", rtol=0, atol=0)
        assert_close(torch.tensor(timer.cumsum()), [3.0], f"cumsum() in the {call} call", rtol=0, atol=0)
    timer.start()
    wait(1.0)
    timer.stop()
    assert_close(timer.avg(), 2.0, "avg() after a further record", rtol=0, atol=0)


@points(1)
def test_without_a_clock_it_measures_real_time(student):
    """A Timer() without a clock is running, and measures more when somebody sleeps."""
    timer = student.Timer()
    awake = as_number(timer.stop(), "stop() of a Timer()")
    for _ in range(5):
        timer.start()
        awake = min(awake, as_number(timer.stop(), "stop() of a Timer()"))
    timer.start()
    time.sleep(0.05)
    asleep = as_number(timer.stop(), "stop() of a Timer()")
    assert 0 <= awake < asleep, "a Timer() did not measure more while the test slept than while it did not"


### END HIDDEN TESTS
check()

# %% [markdown]
# Your stopwatch beside the real clock. The first line is a typical measurement, and a wrong one: nobody
# pressed `start()` after the random numbers had been drawn.

# %% setup="use_timer"
with waits_for("Timer"):
    watch = Timer()
    million = torch.rand(1_000_000)
    doubled = million + million
    print(f"with the drawing of the numbers: {1e3 * watch.stop():8.3f} ms")
    watch.start()
    doubled = million + million
    print(f"the sum alone:                   {1e3 * watch.stop():8.3f} ms")

# %% [markdown]
# ## 2. One sum in two ways (16 points)
#
# Write two functions for vectors `a` and `b` of the same length $(n,)$. Both return $c_i = a_i + b_i$ in a
# **new** tensor of shape $(n,)$ and of the type of `a`, and both stay in torch, so that autograd can follow:
#
# * `add_loop(a, b)` goes through the elements one after the other and works on single elements of the
#   tensors. Speed is not wanted here; it is what we compare with.
# * `add_vec(a, b)` lets torch do all the elements in one call, without any loop.
#
# Example: $(1, 2, 3)$ and $(10, 20, 30)$ give $(11, 22, 33)$.
#
# Pitfall: `torch.zeros(n)` makes float32, whatever `a` is. A float64 number that is written into it loses
# half of its digits, and nobody is told. `torch.empty_like(a)` and `torch.zeros_like(a)` have the type of `a`.


# %% solution="add"
def add_loop(a, b):
    """The sum of two vectors (n,), element after element, in a new tensor of the type of a."""
    ### BEGIN SOLUTION
    c = torch.empty_like(a)
    for i in range(len(a)):
        c[i] = a[i] + b[i]
    return c
    ### END SOLUTION


def add_vec(a, b):
    """The sum of two vectors (n,), all elements in one call, in a new tensor of the type of a."""
    ### BEGIN SOLUTION
    return a + b
    ### END SOLUTION


# %% test="add"
@points(2)
def test_loop_adds_three_numbers(student):
    """add_loop of (1, 2, 3) and (10, 20, 30) is (11, 22, 33)."""
    c = student.add_loop(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([10.0, 20.0, 30.0]))
    assert_close(c, torch.tensor([11.0, 22.0, 33.0]), "add_loop of (1, 2, 3) and (10, 20, 30)")


@points(2)
def test_vector_adds_three_numbers(student):
    """add_vec of (1, 2, 3) and (10, 20, 30) is (11, 22, 33)."""
    c = student.add_vec(torch.tensor([1.0, 2.0, 3.0]), torch.tensor([10.0, 20.0, 30.0]))
    assert_close(c, torch.tensor([11.0, 22.0, 33.0]), "add_vec of (1, 2, 3) and (10, 20, 30)")


### BEGIN HIDDEN TESTS
import timeit


def assert_adds(add, name):
    """The sum is right for vectors of other lengths and types, in a new tensor; the summands stay as they are."""
    for n, dtype in ((1, torch.float32), (7, torch.float64), (10, torch.float32), (50, torch.float64)):
        a, b = torch.randn(n, dtype=dtype), torch.randn(n, dtype=dtype) + 3
        mine, theirs = a.clone(), b.clone()
        c, what = add(mine, theirs), f"{name} for n = {n} in {dtype}"
        tight = 1e-12 if dtype == torch.float64 else 1e-6
        assert_close(c, a + b, what, rtol=tight, atol=tight)
        assert c.dtype == dtype, f"{what} is of the type {c.dtype}"
        assert torch.equal(mine, a), f"{what} has changed a"
        assert torch.equal(theirs, b), f"{what} has changed b"
    whole = add(torch.tensor([2**40, 5]), torch.tensor([1, -7]))
    assert_close(whole, torch.tensor([2**40 + 1, -2]), f"{name} of whole numbers", rtol=0, atol=0)
    assert whole.dtype == torch.int64, f"{name} of whole numbers is of the type {whole.dtype}"


def assert_carries_gradients(add, name):
    """The gradient of a weighted sum of the result reaches both vectors."""
    a, b = torch.randn(5, requires_grad=True), torch.randn(5, requires_grad=True)
    weights = torch.tensor([1.0, -2.0, 3.0, 0.5, 4.0])
    c = add(a, b)
    assert isinstance(c, torch.Tensor), f"{name} gave a {type(c).__name__}; expected a tensor"
    assert c.requires_grad, f"the result of {name} has lost the gradient of a and b"
    (c * weights).sum().backward()
    for side, tensor in (("a", a), ("b", b)):
        assert_close(tensor.grad, weights, f"the gradient of {side} through {name}")


def shortest(call, times, clock=time.perf_counter):
    """The shortest time of so many calls, in seconds."""
    found = []
    for _ in range(times):
        begun = clock()
        call()
        found.append(clock() - begun)
    return min(found)


def least_of_a_loop(loop):
    """The seconds that the machine computes for a loop of the test's own: with other work to do it takes longer."""
    return min(timeit.repeat(loop, timer=time.process_time, repeat=3, number=1))  # which collects no garbage


def is_quicker(call, seconds):
    """Whether one of a dozen calls takes less than so many seconds: on a busy machine the first may not."""
    return any(shortest(call, 1) < seconds for _ in range(12))


def a_fifth_of_a_loop(add):
    """Two vectors of 20 000 elements, and a fifth of the least time of a loop over them."""
    a, b = torch.rand(20_000), torch.rand(20_000)
    c = add(a, b)
    assert isinstance(c, torch.Tensor), f"the sum of two vectors is a {type(c).__name__}; expected a tensor"
    assert tuple(c.shape) == (20_000,), f"the sum of two vectors of 20 000 elements has the shape {tuple(c.shape)}"
    return a, b, least_of_a_loop(lambda: torch.stack([x + y for x, y in zip(a, b, strict=True)])) / 5


@points(3)
def test_loop_adds_any_vectors(student):
    """add_loop is right for other lengths and types, makes a new tensor and leaves the summands alone."""
    assert_adds(student.add_loop, "add_loop")


@points(2)
def test_vector_adds_any_vectors(student):
    """add_vec is right for other lengths and types, makes a new tensor and leaves the summands alone."""
    assert_adds(student.add_vec, "add_vec")


@points(1)
def test_loop_carries_the_gradient(student):
    """Autograd can follow add_loop."""
    assert_carries_gradients(student.add_loop, "add_loop")


@points(2)
def test_vector_carries_the_gradient(student):
    """Autograd can follow add_vec."""
    assert_carries_gradients(student.add_vec, "add_vec")


@points(1)
def test_loop_takes_the_time_of_a_loop(student):
    """add_loop goes through the elements: it takes more than a fifth of the time of another such loop."""
    a, b, little = a_fifth_of_a_loop(student.add_loop)
    took = shortest(lambda: student.add_loop(a, b), 4)
    assert took > little, "add_loop of 20 000 elements is much faster than any loop over them"


@points(3)
def test_vector_is_no_loop(student):
    """add_vec takes less than a fifth of the time of a loop over 20 000 elements."""
    a, b, little = a_fifth_of_a_loop(student.add_vec)
    assert is_quicker(lambda: student.add_vec(a, b), little), "add_vec of 20 000 elements takes as long as a loop"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. A fair comparison (20 points)
#
# One measurement says little. In the first call torch may have to wake up (it can take a hundred times as
# long as the later ones), and at any moment the machine may do something else. Both make a call *slower*;
# nothing makes it faster than it is. So measure several times and take the **shortest** time.
#
# * `best_of(f, repeats=5, clock=time.perf_counter)` calls `f()`, without arguments, exactly `repeats` times,
#   measures each call by itself, and returns the shortest time (a float, in the unit of the clock).
# * `speedup(n, clock=time.perf_counter)` draws two random vectors of length `n` and returns the shortest of
#   five times of `add_loop`, divided by the shortest of five times of `add_vec`: how many times as fast the
#   vector is. Both are measured with the clock that is handed in, and on a CPU (leave `device` out).
#
# Use your Timer or read the clock yourself, as you like. Example: if five calls of `f` take 140, 3, 2, 4 and
# 5 s, `best_of(f)` is 2.0.
#
# Pitfalls: the mean of these five is 30.8, thanks to one slow start. Time nothing but the call: drawing the
# vectors does not belong to it. And hand over the function, `best_of(f)`, not its result, `best_of(f())`;
# `lambda: add_vec(a, b)` makes a function of a call. (On a GPU there is a further one: a call returns before
# the work is done. Without `torch.cuda.synchronize()` you time the asking and not the doing.)


# %% solution="best_of"
def best_of(f, repeats=5, clock=time.perf_counter):
    """The shortest time of `repeats` calls of f(), each measured by itself."""
    ### BEGIN SOLUTION
    times = []
    for _ in range(repeats):
        begun = clock()
        f()
        times.append(clock() - begun)
    return min(times)
    ### END SOLUTION


def speedup(n, clock=time.perf_counter):
    """How many times as fast add_vec is as add_loop on random vectors (n,); best of 5 each."""
    ### BEGIN SOLUTION
    a, b = torch.rand(2, n)
    loop = best_of(lambda: add_loop(a, b), clock=clock)
    return loop / best_of(lambda: add_vec(a, b), clock=clock)
    ### END SOLUTION


# %% test="best_of"
def task_of(durations):
    """A function whose calls take the given times on a fake clock: (function, clock, list of the calls)."""
    clock, wait = fake_clock(50.0)
    readings, calls = [], []

    def watched():
        readings.append(clock())
        return readings[-1]

    def task():
        assert readings, "f() is called before the clock that was handed in is read"
        assert len(calls) < len(durations), f"f() is called more than {len(durations)} times"
        calls.append(durations[len(calls)])
        wait(calls[-1])

    return task, watched, calls


@points(3)
def test_shortest_of_five_counts(student):
    """When five calls take 140, 3, 2, 4 and 5 s, best_of is 2 s."""
    task, clock, _ = task_of([140.0, 3.0, 2.0, 4.0, 5.0])
    best = student.best_of(task, 5, clock)
    assert_close(best, 2.0, "best_of with calls of 140, 3, 2, 4 and 5 s", rtol=0, atol=0)


@points(3)
def test_speedup_uses_the_clock(student):
    """On a clock that moves on by one second with each reading, loop and vector take the same time: 1 times as fast."""
    readings = []

    def clock():
        readings.append(float(len(readings)))
        return readings[-1]

    ratio = student.speedup(3, clock)
    assert_close(ratio, 1.0, "speedup(3, clock) on a clock that moves on by 1 s with each reading", rtol=1e-9)


### BEGIN HIDDEN TESTS
def coarse_clock(n):
    """A clock that moves on by 1000 when much of a loop over n elements may have run since it was read, else by 1."""
    a, b = torch.rand(n), torch.rand(n)
    patience = least_of_a_loop(lambda: torch.stack([x + y for x, y in zip(a, b, strict=True)])) / 4
    shown, read = [8.0], [time.perf_counter()]

    def clock():
        shown.append(shown[-1] + (1000 if time.perf_counter() - read[-1] > patience else 1))
        read.append(time.perf_counter())
        return shown[-1]

    return clock


@points(3)
def test_shortest_call_may_come_anywhere(student):
    """best_of finds the shortest call when it comes first, last or in between, for any number of calls."""
    for durations in ([0.5, 4.0, 8.0], [8.0, 4.0, 2.0, 1.0], [16.0, 2.0, 32.0, 4.0], [3.0], [5.0, 5.0]):
        task, clock, _ = task_of(durations)
        best = student.best_of(task, len(durations), clock)
        assert_close(best, min(durations), f"best_of with calls of {durations} s", rtol=0, atol=0)


@points(3)
def test_as_many_calls_as_asked_for(student):
    """f() is called exactly `repeats` times, five times if nothing is said; nothing is handed to it."""
    for repeats in (1, 3, 8):
        task, clock, calls = task_of([1.0] * repeats)
        student.best_of(task, repeats=repeats, clock=clock)
        assert len(calls) == repeats, f"best_of with repeats = {repeats} called f() {len(calls)} times"
    task, clock, calls = task_of([1.0] * 5)
    student.best_of(task, clock=clock)
    assert len(calls) == 5, f"best_of without repeats called f() {len(calls)} times"


@points(1)
def test_best_of_has_a_real_clock(student):
    """Without a clock best_of measures real time, which does not run backwards."""
    assert as_number(student.best_of(lambda: None), "best_of(f)") >= 0, "best_of(f) is below zero"


@points(3, seconds=30)
def test_speedup_is_measured_with_its_n(student):
    """For 20 000 elements the vector wins clearly, and for one element it cannot win much (on a coarse clock)."""
    clock = coarse_clock(20_000)
    for n, low, high in ((1, 0.5, 2.0), (20_000, 5.0, float("inf"))):
        for _ in range(4):  # once more, should the machine have been busy
            ratio = as_number(student.speedup(n, clock=clock), f"speedup({n}, clock)")
            if low < ratio < high:
                break
        assert low < ratio < high, f"speedup({n}) is {ratio:.4g} on a clock that counts 1000 for a loop and 1 for less"


@points(3)
def test_slow_first_call_does_not_count(student):
    """When only the first call takes long, the speedup is that of the later ones."""
    for slow in (2.0, 1000.0):
        shown = [7.0]

        def clock(slow=slow, shown=shown):
            shown.append(shown[-1] + (slow if len(shown) < 3 else 0.5))
            return shown[-1]

        ratio = student.speedup(3, clock)
        assert_close(ratio, 1.0, f"speedup with a first call of {slow:g} s and others of 0.5 s", rtol=1e-9)


@points(1)
def test_speedup_has_a_real_clock(student):
    """Without a clock speedup gives a positive number."""
    assert as_number(student.speedup(2000), "speedup(2000)") > 0, "speedup(2000) is not positive"


### END HIDDEN TESTS
check()

# %% [markdown]
# Your machine, your functions. The gain grows with $n$, because the loop pays for each element:

# %% setup="use_speedup"
with waits_for("add_loop, add_vec and speedup"):
    for n in (1, 10, 100, 1000, 5000):
        print(f"n = {n:4d}: the vector is {as_number(speedup(n), 'speedup(n)'):9.1f} times as fast")

# %% [markdown]
# ## 4. Loops in disguise (15 points)
#
# Where does the time of a loop go? Not into adding. For each element Python looks up what `a[i]` is, makes a
# new tensor object of one number, finds the addition that belongs to its type, and throws the object away
# again. A *vectorised* call does this once, and then runs compiled code over all the numbers.
#
# So what counts is not whether you see the word `for`, but **whether Python code runs for each element**. A
# function may hide a loop, and what looks like a loop may be compiled. Below, `a` and `b` are vectors $(n,)$,
# `X` and `Y` matrices $(n, 3)$ and `w` is $(3, 1)$. Write *before* you run anything, for each expression,
# `"loop"` if Python (the interpreter) works on each of the $n$ elements or rows, and `"vector"` if compiled
# code does.
#
# | | expression | |
# |---|---|---|
# | A | `torch.stack([x * y for x, y in zip(a, b)])` | a list comprehension |
# | B | `sum(a * b)` | Python's own `sum` |
# | C | `torch.where(a > b, a, b)` | an `if` for each element |
# | D | `torch.cumsum(a, dim=0)` | each total needs the one before |
# | E | `np.vectorize(lambda x, y: x * y)(a.numpy(), b.numpy())` | numpy's `vectorize` |
# | F | `a.clone().apply_(lambda x: 2 * x)` | a method of the tensor |
# | G | `torch.vmap(torch.dot)(X, Y)` | a dot product for each row |
# | H | `X @ w` | the linear model |
#
# ```python
# PREDICT_LOOPS = {"A": "...", "B": "...", "C": "...", "D": "...", "E": "...", "F": "...", "G": "...", "H": "..."}
# ```
#
# Hint: who calls the `lambda`, and how often? What does Python's `sum` know of tensors?

# %% solution="predict_loops"
### BEGIN SOLUTION
PREDICT_LOOPS = {
    "A": "loop",
    "B": "loop",
    "C": "vector",
    "D": "vector",
    "E": "loop",
    "F": "loop",
    "G": "vector",
    "H": "vector",
}
### END SOLUTION


# %% test="predict_loops"
@points(3)
def test_predictions_can_be_read(student):
    """Each of the eight expressions is called "loop" or "vector"."""
    guess = student.PREDICT_LOOPS
    assert isinstance(guess, dict), f"PREDICT_LOOPS is a {type(guess).__name__}; expected a dict"
    assert set(guess) == set("ABCDEFGH"), f"the keys are {list(guess)}; expected the letters A to H"
    for letter, word in guess.items():
        assert word in ("loop", "vector"), f'{letter}: {word!r}; expected "loop" or "vector"'


### BEGIN HIDDEN TESTS
@points(1)
def test_prediction_for_plain_cases(student):
    """The predictions for the list comprehension and for the matrix product are what happens."""
    guess = student.PREDICT_LOOPS
    assert [guess["A"], guess["H"]] == ["loop", "vector"], "A or H is predicted wrong"


@points(2)
def test_prediction_for_the_sum_of_python(student):
    """The prediction for Python's own sum is what happens."""
    assert student.PREDICT_LOOPS["B"] == "loop", "B is predicted wrong"


@points(2)
def test_prediction_for_a_choice_and_a_running_total(student):
    """The predictions for an if per element, and for totals that need the one before, are what happens."""
    guess = student.PREDICT_LOOPS
    assert [guess["C"], guess["D"]] == ["vector", "vector"], "C or D is predicted wrong"


@points(2)
def test_prediction_for_functions_of_python(student):
    """The predictions for numpy's vectorize and for apply_ are what happens."""
    guess = student.PREDICT_LOOPS
    assert [guess["E"], guess["F"]] == ["loop", "loop"], "E or F is predicted wrong"


@points(2)
def test_prediction_for_vmap(student):
    """The prediction for vmap is what happens."""
    assert student.PREDICT_LOOPS["G"] == "vector", "G is predicted wrong"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Run.** Each expression for $n = 20\,000$, on one thread, measured with your `best_of`; the last column
# compares it with `a * b`. Two camps appear, with a wide gap between them. (`torch.set_num_threads(1)` lets
# torch use a single core.)


# %% setup="run_loops"
def disguises(n=20_000):
    """The eight expressions as functions without arguments, on the CPU."""
    a, b, X, Y, w = torch.rand(n), torch.rand(n), torch.rand(n, 3), torch.rand(n, 3), torch.rand(3, 1)
    return {
        "A": lambda: torch.stack([x * y for x, y in zip(a, b, strict=True)]),
        "B": lambda: sum(a * b),
        "C": lambda: torch.where(a > b, a, b),
        "D": lambda: torch.cumsum(a, dim=0),
        "E": lambda: np.vectorize(lambda x, y: x * y)(a.numpy(), b.numpy()),
        "F": lambda: a.clone().apply_(lambda x: 2 * x),
        "G": lambda: torch.vmap(torch.dot)(X, Y),
        "H": lambda: X @ w,
        "a * b": lambda: a * b,
    }


with waits_for("best_of and PREDICT_LOOPS"):
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    seconds = {letter: as_number(best_of(f, 3), "best_of(f)") for letter, f in disguises().items()}
    torch.set_num_threads(threads)
    for letter, took in sorted(seconds.items(), key=lambda pair: pair[1]):
        said = f"predicted {PREDICT_LOOPS[letter]}" if letter in PREDICT_LOOPS else "the measure"
        print(f"{letter:>5}: {1e6 * took:10.1f} µs, {took / seconds['a * b']:8.0f} times a * b ({said})")

# %% [markdown]
# **Reconcile.** With a single thread, why is `a * b` thousands of times as fast as the loop? Choose the word
# of the main reason:
#
# - `"cores"`: it divides the work among the cores of the machine;
# - `"fewer"`: it needs fewer multiplications than the loop;
# - `"interpreter"`: the work of the interpreter is done once for the call and not once for each element;
# - `"rounding"`: it rounds less carefully, and so gives the result sooner.
#
# ```python
# REASON_SPEED = "..."
# ```

# %% solution="reason_speed"
### BEGIN SOLUTION
REASON_SPEED = "interpreter"
### END SOLUTION


# %% test="reason_speed"
@points(1)
def test_reason_is_one_of_four_words(student):
    """REASON_SPEED is one of the four words."""
    word = student.REASON_SPEED
    assert word in ("cores", "fewer", "interpreter", "rounding"), f"REASON_SPEED is {word!r}; expected one of the four"


### BEGIN HIDDEN TESTS
@points(2)
def test_reason_is_the_main_one(student):
    """The reason explains the gap also where there is one core only."""
    assert student.REASON_SPEED == "interpreter", "another reason was chosen"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 5. How time grows (12 points)
#
# In each of the three ways of the picture at the top, time is nearly a straight line in $n$,
#
# $$t(n) = t_0 + r\,n,$$
#
# with an *overhead* $t_0$ that each call costs, whatever $n$ is, and a *rate* $r$ that each further element
# costs. That is linear regression with one feature.
#
# * `time_line(sizes, seconds)` takes two float64 tensors $(m,)$, numbers of elements and measured times, and
#   returns `(overhead, rate)`, two floats, of the line that fits best by **least squares**. For one feature
#   the closed form is
#   $$r = \frac{\sum_i (n_i - \bar n)\,t_i}{\sum_i (n_i - \bar n)^2}, \qquad t_0 = \bar t - r\,\bar n .$$
#   Write it without a loop.
# * `crossover(line, other)` takes two such pairs and returns the number of elements, a float, at which both
#   ways take the same time. (You may rely on it that their rates differ.)
#
# Example: 3 s for 1 element and 5 s for 2 give the line $(1, 2)$; it meets the line $(10, 0.5)$ at $n = 6$,
# after 13 s.
#
# Pitfall: least squares looks at the *absolute* errors, so that the longest times decide. For the loop, whose
# times go from 5 µs to 3325 µs, the overhead comes out as a small difference of large numbers.


# %% solution="time_line"
def time_line(sizes, seconds):
    """Least-squares line through times (m,) over sizes (m,): (overhead, rate), two floats."""
    ### BEGIN SOLUTION
    dn = sizes - sizes.mean()
    rate = (dn * seconds).sum() / (dn**2).sum()
    return float(seconds.mean() - rate * sizes.mean()), float(rate)
    ### END SOLUTION


def crossover(line, other):
    """The number of elements (a float) at which two lines (overhead, rate) give the same time."""
    ### BEGIN SOLUTION
    return (other[0] - line[0]) / (line[1] - other[1])
    ### END SOLUTION


# %% test="time_line"
def two_floats(line):
    """The line as a tensor of two numbers, or a clear message."""
    assert isinstance(line, list | tuple), f"time_line gave a {type(line).__name__}; expected (overhead, rate)"
    kinds = [type(number).__name__ for number in line]
    assert kinds == ["float", "float"], f"time_line gave {kinds}; expected two floats"
    return torch.tensor(line, dtype=torch.float64)


@points(2)
def test_line_through_two_times(student):
    """Times of 3 s for 1 element and 5 s for 2 are on the line with overhead 1 and rate 2."""
    line = student.time_line(torch.tensor([1.0, 2.0]).double(), torch.tensor([3.0, 5.0]).double())
    assert_close(two_floats(line), [1.0, 2.0], "time_line of (1, 2) and (3, 5)", rtol=1e-6)


@points(2)
def test_two_lines_meet_at_six(student):
    """The lines (1, 2) and (10, 0.5) meet at six elements."""
    meeting = student.crossover((1.0, 2.0), (10.0, 0.5))
    assert_close(meeting, 6.0, "crossover((1, 2), (10, 0.5))", rtol=1e-6)


### BEGIN HIDDEN TESTS
@points(2)
def test_line_of_exact_times(student):
    """For times on a line, short or long, from two sizes to nine in any order, overhead and rate are its own."""
    for count in (2, 3, 9):
        sizes = (torch.randperm(40)[:count] * 25 + 1).double()
        for overhead, rate in ((2.0, 0.5), (1e-6, 2e-8), (0.0, 3e-6), (5.0, 1e-3)):
            line = two_floats(student.time_line(sizes, overhead + rate * sizes))
            scale = torch.tensor([overhead + 1000 * rate, rate], dtype=torch.float64)
            wanted = torch.tensor([overhead, rate], dtype=torch.float64) / scale
            assert_close(line / scale, wanted, f"the line ({overhead}, {rate}) in its own units", rtol=0, atol=1e-6)


@points(3)
def test_line_of_measured_times(student):
    """For measured times, with their scatter, the line is that of least squares."""
    for way in ("loop", "list", "vector", "noise"):
        sizes = add_timings["n"].double()
        times = 3 + torch.randn(len(sizes)).double() if way == "noise" else add_timings[f"{way}_us"].double()
        line = two_floats(student.time_line(sizes.clone(), times.clone()))
        columns = torch.stack((torch.ones_like(sizes), sizes / 1000), dim=1)
        wanted = torch.linalg.lstsq(columns, times.reshape(-1, 1), driver="gelsd").solution.reshape(-1)
        got = line * torch.tensor([1.0, 1000.0]).double()
        assert_close(got, wanted, f"(overhead, 1000 rate) of the {way} times", rtol=1e-5, atol=1e-6)


@points(3)
def test_lines_meet_where_they_should(student):
    """For lines in micro-seconds or in hours the meeting point is right, and the same in either order."""
    lines = [(5e-6, 3e-6), (1e-6, 1e-9), (2.5e-7, 2e-8), (3600.0, 10.0), (7200.0, 1.0)]
    for one, other, wanted in ((1, 2, 39.473684), (2, 1, 39.473684), (3, 4, 400.0), (4, 3, 400.0), (0, 3, 0)):
        line, second = lines[one], lines[other]
        wanted = wanted or (second[0] - line[0]) / (line[1] - second[1])
        assert_close(student.crossover(line, second), wanted, f"crossover({line}, {second})", rtol=1e-5)


### END HIDDEN TESTS
check()

# %% [markdown]
# The three ways of the picture, as lines. Python's list is the fastest for a few numbers: a call of torch
# costs about a microsecond before it does anything, and only from some dozens of elements on is that repaid.
# So vectorising pays where there is much to do at once: hand torch the whole batch, not one example after
# the other. (The prediction for a million assumes that the lines go on; beyond the caches of a processor the
# vector's gets steeper.)

# %% setup="use_time_line"
with waits_for("time_line and crossover"):
    time_lines = {}
    for way in WAYS:
        time_lines[way] = time_line(add_timings["n"].double(), 1e-6 * add_timings[f"{way}_us"].double())
        t_0, r = time_lines[way]
        forecast = t_0 + 1_000_000 * r
        print(f"{way:6}: {1e6 * t_0:6.2f} µs and {1e9 * r:9.3f} ns per element; a million: {1e3 * forecast:9.3f} ms")
    meeting = crossover(time_lines["list"], time_lines["vector"])
    print(f"the vector overtakes the list at about {meeting:.0f} elements")

# %% [markdown]
# ## 6. The loss of every line at once (16 points)
#
# Vectorising is more than leaving out a `for`: the art is to give each index of the problem its own axis. For
# the line $\hat y = w x + b$ and the data $x_i, y_i$ the mean squared loss is
#
# $$L(w, b) = \frac1n \sum_{i=1}^n \tfrac12 \left(w x_i + b - y_i\right)^2 .$$
#
# To draw this landscape you need it for *all* pairs of $K$ weights and $M$ biases: three indices, $K \cdot M
# \cdot n$ errors. Write `loss_grid(ws, bs, x, y)` with `ws` of shape $(K,)$ and `bs` of shape $(M,)$. It
# returns the table $(K, M)$ whose entry $[k, m]$ is $L(w_k, b_m)$, **without any loop**, and autograd can
# follow it back to `ws` and `bs`. The data `x` and `y` have shape $(n,)$ or $(n, 1)$, each as it likes.
#
# Broadcasting does it: an axis of length 1 is stretched to fit. With the weights as $(K, 1, 1)$, the biases as
# $(1, M, 1)$ and the data as $(1, 1, n)$, every sum, difference and product of them has the shape $(K, M,
# n)$. Over which axis is the mean?
#
# Example: $x = (1, 2)$, $y = (1, 3)$. The line with $w = 1$, $b = 0$ has the errors 0 and $-1$ and the loss
# 0.25; with $w = 2$, $b = -1$ it is 0.
#
# Pitfalls: the same broadcasting turns a forgotten axis into a wrong table without a word: $(n, 1)$ minus
# $(n,)$ is $(n, n)$. And it costs memory: the table of errors has $K M n$ numbers. (61 weights, 61 biases and
# 100 examples make 372 100 numbers: no matter. A thousand of each make a billion: 4 GB.)


# %% solution="loss_grid"
def loss_grid(ws, bs, x, y):
    """Mean halved squared error of w x + b for all pairs of ws (K,) and bs (M,): a table (K, M)."""
    ### BEGIN SOLUTION
    y_hat = ws.reshape(-1, 1, 1) * x.reshape(-1) + bs.reshape(-1, 1)
    return ((y_hat - y.reshape(-1)) ** 2 / 2).mean(dim=2)
    ### END SOLUTION


# %% test="loss_grid"
@points(5)
def test_table_of_six_lines(student):
    """For two weights and three biases on two examples, the table has the losses of paper and pencil."""
    table = student.loss_grid(
        torch.tensor([1.0, 2.0]), torch.tensor([0.0, -1.0, 1.0]), torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0])
    )
    wanted = torch.tensor([[0.25, 1.25, 0.25], [0.5, 0.0, 2.0]])
    assert_close(table, wanted, "loss_grid of w = (1, 2) and b = (0, -1, 1) on the two examples")


### BEGIN HIDDEN TESTS
def table_by_loops(ws, bs, x, y):
    """The table (K, M), one line after the other."""
    x, y = x.reshape(-1), y.reshape(-1)
    return torch.stack([torch.stack([((w * x + b - y) ** 2 / 2).mean() for b in bs]) for w in ws])


@points(4)
def test_table_for_any_shape(student):
    """The table is right for one weight or bias, for as many as there are examples, and in float64."""
    for K, M, n in ((1, 1, 1), (1, 4, 7), (5, 1, 10), (3, 3, 3), (6, 2, 6), (2, 7, 1)):
        for dtype in (torch.float32, torch.float64):
            ws, bs, x, y = (2 * torch.randn(size, dtype=dtype) + 1 for size in (K, M, n, n))
            table, what = student.loss_grid(ws, bs, x, y), f"loss_grid for K, M, n = {K}, {M}, {n} in {dtype}"
            tight = 1e-10 if dtype == torch.float64 else 1e-4
            assert_close(table, table_by_loops(ws, bs, x, y), what, rtol=tight, atol=tight)


@points(2)
def test_columns_of_data_do_not_broadcast(student):
    """The table is the same when x, or y, or both come as columns (n, 1)."""
    ws, bs, x, y = torch.randn(4), torch.randn(3), torch.randn(6), torch.randn(6)
    wanted = table_by_loops(ws, bs, x, y)
    for shapes in (((6, 1), (6,)), ((6,), (6, 1)), ((6, 1), (6, 1))):
        table = student.loss_grid(ws, bs, x.reshape(shapes[0]), y.reshape(shapes[1]))
        assert_close(table, wanted, f"loss_grid with x and y of the shapes {shapes}", rtol=1e-4, atol=1e-5)


@points(1)
def test_table_carries_the_gradient(student):
    """Autograd can follow one entry of the table back to its own weight and bias."""
    ws, bs = torch.tensor([1.0, 2.0, -1.0], requires_grad=True), torch.tensor([0.5, 0.0], requires_grad=True)
    x, y = torch.tensor([1.0, 2.0, 4.0]), torch.tensor([0.0, 1.0, -2.0])
    table = student.loss_grid(ws, bs, x, y)
    assert isinstance(table, torch.Tensor), f"loss_grid gave a {type(table).__name__}; expected a tensor"
    assert table.requires_grad, "the table has lost the gradient of ws and bs"
    table[1, 0].backward()
    # The errors of w = 2, b = 0.5 are 2.5, 3.5 and 10.5.
    assert_close(ws.grad, [0.0, 51.5 / 3, 0.0], "the gradient of ws for the entry [1, 0]", rtol=1e-4)
    assert_close(bs.grad, [5.5, 0.0], "the gradient of bs for the entry [1, 0]", rtol=1e-4)


def beats_a_loop(student, K, M):
    """Whether loss_grid takes less than a fifth of the least time of a loop over K M lines."""
    ws, bs, x, y = torch.randn(K), torch.randn(M), torch.randn(5), torch.randn(5)  # too few to share among threads
    loop = least_of_a_loop(lambda: table_by_loops(ws, bs, x, y))
    return is_quicker(lambda: student.loss_grid(ws, bs, x, y), loop / 5)


@points(2)
def test_no_loop_over_the_weights(student):
    """For 4000 weights the table takes less than a fifth of the time of a loop over them."""
    assert beats_a_loop(student, 4000, 1), "loss_grid for 4000 weights takes as long as a loop over them"


@points(2)
def test_no_loop_over_the_biases(student):
    """For 4000 biases the table takes less than a fifth of the time of a loop over them."""
    assert beats_a_loop(student, 1, 4000), "loss_grid for 4000 biases takes as long as a loop over them"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## What you built
#
# On the left times: as points those of `add_loop` and `add_vec` on this machine, measured by your `best_of`; as
# lines those of the list and of the vector in the picture at the top, drawn by your `time_line` (straight lines,
# bent by the logarithmic axes), with your `crossover`. On the right 3721 losses from a single call of your
# `loss_grid`, for 100 noisy examples of $y = 2 x - 1$. The landscape is a bowl, and its lowest point lies near
# $(2, -1)$; training is the art of getting there without a map.


# %% setup="result"
def draw_times(ax):
    sizes = (1, 3, 10, 30, 100, 300, 1000)
    for name, add, look in (("add_loop", add_loop, "C3o"), ("add_vec", add_vec, "C0^")):
        took = []
        for n in sizes:
            a, b = torch.rand(n), torch.rand(n)
            took.append(1e6 * as_number(best_of(lambda add=add, a=a, b=b: add(a, b), 9), "best_of(f)"))
        ax.loglog(sizes, took, look, markersize=5, label=f"{name}, here")
    fine = torch.logspace(0, 3, 100)
    lines = {way: time_line(add_timings["n"].double(), add_timings[f"{way}_us"].double()) for way in ("list", "vector")}
    for (way, (t_0, r)), look in zip(lines.items(), ("C1--", "C0-"), strict=True):
        ax.loglog(fine, t_0 + r * fine, look, linewidth=1, label=f"{way}: {t_0:.2g} µs + {1000 * r:.2g} ns per element")
    n = crossover(lines["list"], lines["vector"])
    ax.loglog([n], [lines["list"][0] + lines["list"][1] * n], "k*", markersize=9, label=f"crossover at {n:.0f}")
    ax.set_xlabel("number of elements n")
    ax.set_ylabel("shortest time (µs)")
    ax.set_title("The same sum, and where a call pays")
    ax.legend(fontsize=8)


def draw_landscape(ax):
    x = torch.randn(100, device=device)
    y = 2 * x - 1 + 0.5 * torch.randn(100, device=device)
    ws, bs = torch.linspace(-1, 5, 61, device=device), torch.linspace(-4, 2, 61, device=device)
    table = loss_grid(ws, bs, x, y).cpu()
    k, m = divmod(int(table.argmin()), len(bs))
    levels = [0, 0.2, 0.5, 1, 2, 3.5, 5.5, 8, 11, 15, 20]
    drawn = ax.contourf(ws.cpu(), bs.cpu(), table.T, levels=levels, cmap="viridis", extend="max")
    ax.figure.colorbar(drawn, ax=ax, label="mean loss (no unit)")
    ax.plot([float(ws[k])], [float(bs[m])], "C1o", label=f"lowest: w = {float(ws[k]):.1f}, b = {float(bs[m]):.1f}")
    ax.set_xlabel("weight w (no unit)")
    ax.set_ylabel("bias b (no unit)")
    ax.set_title(f"{table.numel()} lines in one expression")
    ax.legend(fontsize=8)


with waits_for("the six exercises"):
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    draw_times(left)
    draw_landscape(right)
    fig.tight_layout()
