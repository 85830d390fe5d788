"""Other answers to vectorization: right ones in other styles, and the misconceptions with the tests that each loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# ------------------------------------------------------------------------------------------- 1. Timer


@right
class Timer:
    def __init__(self, clock=time.perf_counter):
        self._clock, self._records = clock, []
        self._since = clock()

    def start(self):
        self._since = self._clock()

    def stop(self):
        now = self._clock()
        self._records += [now - self._since]
        return now - self._since

    def avg(self):
        return float(np.mean(self._records))

    def sum(self):
        return float(np.sum(self._records))

    def cumsum(self):
        return np.array(self._records).cumsum().tolist()


@right
class Timer(list):
    clock = None

    def __init__(self, clock=time.perf_counter):
        super().__init__()
        self.clock = clock
        self.start()

    def start(self):
        self.t0 = self.clock()

    def stop(self):
        elapsed = self.clock() - self.t0
        self.append(elapsed)
        return elapsed

    def sum(self):
        total = 0.0
        for record in self:
            total += record
        return total

    def avg(self):
        return self.sum() / len(self)

    def cumsum(self):
        totals, total = [], 0.0
        for record in self:
            total += record
            totals.append(total)
        return totals


@right
class Timer:
    def __init__(self, clock=None):
        self.read = time.perf_counter if clock is None else clock
        self.times = torch.zeros(0, dtype=torch.float64)
        self.start()

    def start(self):
        self.begun = torch.tensor(self.read(), dtype=torch.float64)

    def stop(self):
        self.times = torch.cat((self.times, (self.read() - self.begun).reshape(1)))
        return self.times[-1].item()

    def avg(self):
        return self.times.mean().item()

    def sum(self):
        return self.times.sum().item()

    def cumsum(self):
        return self.times.cumsum(0).tolist()


@right
class Timer:
    def __init__(self, clock=time.perf_counter):
        import itertools

        self.totals = lambda times: list(itertools.accumulate(times))
        self.clock, self.times, self.marks = clock, [], []
        self.start()

    def start(self):
        self.marks.append(self.clock())
        return self

    def stop(self):
        self.times.append(self.clock() - self.marks[-1])
        return self.times[-1]

    def avg(self):
        import statistics

        return statistics.fmean(self.times)

    def sum(self):
        return self.cumsum()[-1]

    def cumsum(self):
        return self.totals(self.times)


@misconception(
    "stop_starts_again",
    loses=["test_stopping_again_goes_on_from_the_same_start"],
    hint="What does a stopwatch show when it is stopped a second time, without a new start? Look at what your stop() "
    "does to the start.",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
        self.start()

    def start(self):
        self.begun = self.clock()

    def stop(self):
        now = self.clock()
        self.times.append(now - self.begun)
        self.begun = now
        return self.times[-1]

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


@misconception(
    "only_the_first_start_counts",
    loses=[
        "test_stop_gives_the_time_since_start",
        "test_sum_and_mean_of_two_records",
        "test_running_totals_are_a_list",
        "test_start_leaves_out_what_was_before",
        "test_reading_the_results_changes_none",
        "test_stopping_again_goes_on_from_the_same_start",
        "test_timers_do_not_share_records",
    ],
    hint="Your second record contains the first, and the break between them. What must start() forget when it is "
    "called again?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times, self.begun = clock, [], clock()

    def start(self):
        if self.begun is None:
            self.begun = self.clock()

    def stop(self):
        self.times.append(self.clock() - self.begun)
        return self.times[-1]

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


@misconception(
    "one_list_for_all_timers",
    loses=["test_timers_do_not_share_records"],
    hint="A list that is made in the body of the class exists once. To whom does it belong when there are two timers?",
)
class Timer:
    times = []

    def __init__(self, clock=time.perf_counter):
        self.times.clear()
        self.clock = clock
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
        return np.cumsum(self.times).tolist()


@misconception(
    "clock_read_twice",
    loses=["test_what_is_returned_is_what_is_recorded"],
    hint="Between two readings of a clock time goes by, and so they give two numbers. How often does your stop() read "
    "it?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
        self.start()

    def start(self):
        self.begun = self.clock()

    def stop(self):
        self.times.append(self.clock() - self.begun)
        return self.clock() - self.begun

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


@misconception(
    "clock_called_in_the_signature",
    loses=["test_without_a_clock_it_measures_real_time"],
    hint="With parentheses a function is called, once, when Python reads the class. Which of the two can you call again "
    "later: a function, or the number that it gave?",
)
class Timer:
    def __init__(self, clock=time.perf_counter()):
        self.clock, self.times = clock, []
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
        return np.cumsum(self.times).tolist()


@misconception(
    "reads_a_clock_of_its_own",
    loses=[
        "test_stop_gives_the_time_since_start",
        "test_sum_and_mean_of_two_records",
        "test_running_totals_are_a_list",
        "test_making_a_timer_starts_it",
        "test_start_leaves_out_what_was_before",
        "test_stopping_again_goes_on_from_the_same_start",
        "test_what_is_returned_is_what_is_recorded",
        "test_timers_do_not_share_records",
        "test_reading_the_results_changes_none",
    ],
    hint="You are handed a clock and look at another one. Which clock can a test move by hand?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.times = []
        self.start()

    def start(self):
        self.begun = time.time()

    def stop(self):
        self.times.append(time.time() - self.begun)
        return self.times[-1]

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


@misconception(
    "start_forgets_the_records",
    loses=[
        "test_sum_and_mean_of_two_records",
        "test_running_totals_are_a_list",
        "test_start_leaves_out_what_was_before",
        "test_what_is_returned_is_what_is_recorded",
        "test_reading_the_results_changes_none",
    ],
    hint="After a second start() the first record is gone. When should the list of records be made?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock = clock
        self.start()

    def start(self):
        self.times = []
        self.begun = self.clock()

    def stop(self):
        self.times.append(self.clock() - self.begun)
        return self.times[-1]

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


@misconception(
    "made_but_not_started",
    loses=["test_making_a_timer_starts_it"],
    hint="What does your stop() subtract when nobody has called start()? Making a Timer is meant to start it.",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times, self.begun = clock, [], 0.0

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
        return np.cumsum(self.times).tolist()


@misconception(
    "stop_returns_nothing",
    loses=[
        "test_stop_gives_the_time_since_start",
        "test_making_a_timer_starts_it",
        "test_start_leaves_out_what_was_before",
        "test_stopping_again_goes_on_from_the_same_start",
        "test_what_is_returned_is_what_is_recorded",
        "test_without_a_clock_it_measures_real_time",
    ],
    hint="Your records may be right, but stop() ends without a value. Which two things is it asked to do?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
        self.start()

    def start(self):
        self.begun = self.clock()

    def stop(self):
        self.times.append(self.clock() - self.begun)

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


@misconception(
    "running_totals_in_an_array",
    loses=["test_running_totals_are_a_list"],
    hint="The numbers are right, but of which kind is the thing that holds them? Which method makes a list of an array?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
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
        return np.cumsum(self.times)


@misconception(
    "cumsum_gives_the_records",
    loses=[
        "test_running_totals_are_a_list",
        "test_start_leaves_out_what_was_before",
        "test_what_is_returned_is_what_is_recorded",
    ],
    hint="Your list holds each time by itself. Which number of a running total is the sum of all of them?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
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
        return list(self.times)


@misconception(
    "cumsum_begins_with_zero",
    loses=[
        "test_running_totals_are_a_list",
        "test_start_leaves_out_what_was_before",
        "test_what_is_returned_is_what_is_recorded",
        "test_reading_the_results_changes_none",
    ],
    hint="How many running totals do two records have? What is the first of them?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
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
        return [sum(self.times[:k]) for k in range(len(self.times))]


@misconception(
    "only_the_last_record_is_kept",
    loses=[
        "test_sum_and_mean_of_two_records",
        "test_running_totals_are_a_list",
        "test_start_leaves_out_what_was_before",
        "test_stopping_again_goes_on_from_the_same_start",
        "test_what_is_returned_is_what_is_recorded",
        "test_reading_the_results_changes_none",
    ],
    hint="Measure twice and look at the list of your records: how long is it? Does stop() add to it or replace it?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
        self.start()

    def start(self):
        self.begun = self.clock()

    def stop(self):
        self.times = [self.clock() - self.begun]
        return self.times[-1]

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


@misconception(
    "milliseconds",
    loses=[
        "test_stop_gives_the_time_since_start",
        "test_sum_and_mean_of_two_records",
        "test_running_totals_are_a_list",
        "test_making_a_timer_starts_it",
        "test_start_leaves_out_what_was_before",
        "test_stopping_again_goes_on_from_the_same_start",
        "test_timers_do_not_share_records",
        "test_reading_the_results_changes_none",
    ],
    hint="All your times are a thousand times too long. In which unit does the clock count?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
        self.start()

    def start(self):
        self.begun = self.clock()

    def stop(self):
        self.times.append(1000 * (self.clock() - self.begun))
        return self.times[-1]

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


@misconception(
    "stop_returns_the_total",
    loses=[
        "test_start_leaves_out_what_was_before",
        "test_stopping_again_goes_on_from_the_same_start",
        "test_what_is_returned_is_what_is_recorded",
    ],
    hint="Your second stop() returns the time of both measurements together. Which method is there for that?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
        self.start()

    def start(self):
        self.begun = self.clock()

    def stop(self):
        self.times.append(self.clock() - self.begun)
        return sum(self.times)

    def avg(self):
        return sum(self.times) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


@misconception(
    "mean_of_everything_since_the_first_start",
    loses=[
        "test_sum_and_mean_of_two_records",
        "test_start_leaves_out_what_was_before",
        "test_timers_do_not_share_records",
        "test_reading_the_results_changes_none",
    ],
    hint="Your mean also counts the breaks between the records. From which numbers should it be taken?",
)
class Timer:
    def __init__(self, clock=time.perf_counter):
        self.clock, self.times = clock, []
        self.start()
        self.first = self.begun

    def start(self):
        self.begun = self.clock()

    def stop(self):
        self.last = self.clock()
        self.times.append(self.last - self.begun)
        return self.times[-1]

    def avg(self):
        return (self.last - self.first) / len(self.times)

    def sum(self):
        return sum(self.times)

    def cumsum(self):
        return np.cumsum(self.times).tolist()


# ---------------------------------------------------------------------------------------- 2. add_loop


@right
def add_loop(a, b):
    sums = []
    for x, y in zip(a, b):
        sums.append(x + y)
    return torch.stack(sums)


@right
def add_loop(a, b):
    c, i = torch.empty(a.shape, dtype=a.dtype, device=a.device), 0
    while i < a.numel():
        c[i] = torch.add(a[i], b[i])
        i += 1
    return c


@right
def add_loop(a, b):
    return torch.cat([a[i : i + 1] + b[i : i + 1] for i in range(len(a))])


@right
def add_loop(a, b):
    c = a.clone()
    for i, y in enumerate(b):
        c[i] += y
    return c


@misconception(
    "loop_without_a_loop",
    loses=["test_loop_takes_the_time_of_a_loop", "test_speedup_is_measured_with_its_n"],
    hint="Your add_loop is vectorised already, and what it is compared with is the same. How would you add the vectors "
    "if torch could only add single numbers?",
)
def add_loop(a, b):
    return a + b


@misconception(
    "loop_into_float32",
    loses=["test_loop_adds_any_vectors"],
    hint="Of which type is torch.zeros(n) when a is of another one? What is left of the digits that you write into it?",
)
def add_loop(a, b):
    c = torch.zeros(len(a), dtype=torch.float32)
    for i in range(len(a)):
        c[i] = a[i] + b[i]
    return c


@misconception(
    "loop_over_python_numbers",
    loses=["test_loop_carries_the_gradient"],
    hint="item() and tolist() give Python's numbers, of which autograd knows nothing. Can you add the elements of the "
    "tensors themselves?",
)
def add_loop(a, b):
    c = torch.zeros_like(a)
    for i in range(len(a)):
        c[i] = a[i].item() + b[i].item()
    return c


@misconception(
    "loop_writes_into_a",
    loses=["test_loop_adds_any_vectors", "test_loop_carries_the_gradient"],
    hint="Print a before and after the call. Where does your loop write to?",
)
def add_loop(a, b):
    for i in range(len(a)):
        a[i] += b[i]
    return a


@misconception(
    "loop_writes_into_a",
    loses=["test_loop_adds_any_vectors", "test_loop_carries_the_gradient"],
    hint="Print a before and after the call. Where does your loop write to?",
)
def add_loop(a, b):
    c = a
    for i in range(len(a)):
        c[i] = a[i] + b[i]
    return c


@misconception(
    "loop_leaves_out_the_last",
    loses=["test_loop_adds_three_numbers", "test_loop_adds_any_vectors", "test_loop_carries_the_gradient"],
    hint="range(n) ends before n. Which is the last element that your loop reaches?",
)
def add_loop(a, b):
    c = torch.zeros_like(a)
    for i in range(len(a) - 1):
        c[i] = a[i] + b[i]
    return c


@misconception(
    "loop_leaves_out_the_first",
    loses=["test_loop_adds_three_numbers", "test_loop_adds_any_vectors", "test_loop_carries_the_gradient"],
    hint="The first element of a tensor has the number 0. Where does your loop begin?",
)
def add_loop(a, b):
    c = torch.zeros_like(a)
    for i in range(1, len(a)):
        c[i] = a[i] + b[i]
    return c


@misconception(
    "loop_returns_at_once",
    loses=[
        "test_loop_adds_three_numbers",
        "test_loop_adds_any_vectors",
        "test_loop_carries_the_gradient",
        "test_loop_takes_the_time_of_a_loop",
        "test_speedup_is_measured_with_its_n",
    ],
    hint="A return ends the function, also in the middle of a loop. How far is yours indented?",
)
def add_loop(a, b):
    c = torch.zeros_like(a)
    for i in range(len(a)):
        c[i] = a[i] + b[i]
        return c


@misconception(
    "loop_gives_a_list",
    loses=[
        "test_loop_adds_three_numbers",
        "test_loop_adds_any_vectors",
        "test_loop_carries_the_gradient",
        "test_loop_takes_the_time_of_a_loop",
    ],
    hint="A list of n tensors is no tensor of n numbers. How do you make one of the other?",
)
def add_loop(a, b):
    return [x + y for x, y in zip(a, b)]


# ----------------------------------------------------------------------------------------- 2. add_vec


@right
def add_vec(a, b):
    return torch.add(a, b)


@right
def add_vec(a, b):
    c = a.clone()
    c += b
    return c


@right
def add_vec(a, b):
    return torch.stack((a, b)).sum(dim=0)


@right
def add_vec(a, b):
    return torch.vmap(lambda x, y: x + y)(a, b)


@right
def add_vec(a, b):
    return a.sub(b, alpha=-1)


@misconception(
    "vector_in_a_comprehension",
    loses=["test_vector_is_no_loop", "test_speedup_is_measured_with_its_n"],
    hint="A list comprehension has no colon and no indent, but what does it do for each element? Let one operation see "
    "all of them.",
)
def add_vec(a, b):
    return torch.stack([x + y for x, y in zip(a, b)])


@misconception(
    "vector_in_a_comprehension",
    loses=["test_vector_is_no_loop", "test_speedup_is_measured_with_its_n"],
    hint="A list comprehension has no colon and no indent, but what does it do for each element? Let one operation see "
    "all of them.",
)
def add_vec(a, b):
    return torch.stack(list(map(torch.add, a, b)))


@misconception(
    "vector_outside_torch",
    loses=["test_vector_carries_the_gradient"],
    hint="The sum is right, but autograd cannot follow it out of torch and back. Which part of your line leaves torch?",
)
def add_vec(a, b):
    return torch.from_numpy(a.detach().numpy() + b.detach().numpy())


@misconception(
    "vector_outside_torch",
    loses=["test_vector_carries_the_gradient"],
    hint="The sum is right, but autograd cannot follow it out of torch and back. Which part of your line leaves torch?",
)
def add_vec(a, b):
    return torch.tensor([x + y for x, y in zip(a.tolist(), b.tolist())], dtype=a.dtype)


@misconception(
    "vector_writes_into_a",
    loses=["test_vector_adds_any_vectors", "test_vector_carries_the_gradient"],
    hint="Print a before and after the call. What is the difference between a + b and a += b?",
)
def add_vec(a, b):
    a += b
    return a


@misconception(
    "vector_writes_into_a",
    loses=["test_vector_adds_any_vectors", "test_vector_carries_the_gradient"],
    hint="Print a before and after the call. What is the difference between a + b and a += b?",
)
def add_vec(a, b):
    return a.add_(b)


@misconception(
    "vector_added_up",
    loses=[
        "test_vector_adds_three_numbers",
        "test_vector_adds_any_vectors",
        "test_vector_carries_the_gradient",
        "test_vector_is_no_loop",
    ],
    hint="You get one number where n are wanted. Which operation adds up the elements of a vector, and which adds two "
    "vectors?",
)
def add_vec(a, b):
    return (a + b).sum()


@misconception(
    "lists_joined",
    loses=[
        "test_vector_adds_three_numbers",
        "test_vector_adds_any_vectors",
        "test_vector_carries_the_gradient",
        "test_vector_is_no_loop",
    ],
    hint="What does + do with two lists? Try [1, 2] + [3, 4].",
)
def add_vec(a, b):
    return torch.tensor(a.tolist() + b.tolist())


@misconception(
    "vector_in_float32",
    loses=["test_vector_adds_any_vectors"],
    hint="Of which type is your result when a and b are float64, or whole numbers? Nobody asked for a conversion.",
)
def add_vec(a, b):
    return a.float() + b.float()


@misconception(
    "every_element_with_every_other",
    loses=[
        "test_vector_adds_three_numbers",
        "test_vector_adds_any_vectors",
        "test_vector_carries_the_gradient",
        "test_vector_is_no_loop",
        "test_speedup_is_measured_with_its_n",
    ],
    hint="A column and a row of n numbers broadcast to a table. Which shapes do a and b have, and which do you need?",
)
def add_vec(a, b):
    return a.reshape(-1, 1) + b


# ----------------------------------------------------------------------------------------- 3. best_of


@right
def best_of(f, repeats=5, clock=time.perf_counter):
    timer = Timer(clock)
    times = []
    for _ in range(repeats):
        timer.start()
        f()
        times.append(timer.stop())
    return min(times)


@right
def best_of(f, repeats=5, clock=time.perf_counter):
    best = float("inf")
    while repeats > 0:
        begun = clock()
        f()
        took = clock() - begun
        if took < best:
            best = took
        repeats -= 1
    return best


@right
def best_of(f, repeats=5, clock=time.perf_counter):
    import timeit

    return min(timeit.repeat(f, timer=clock, repeat=repeats, number=1))


@right
def best_of(f, repeats=5, clock=time.perf_counter):
    def once():
        timer = Timer(clock)
        f()
        return timer.stop()

    return sorted(once() for _ in range(repeats))[0]


@right
def best_of(f, repeats=5, clock=time.perf_counter):
    marks = torch.zeros(repeats, 2, dtype=torch.float64)
    for row in marks:
        row[0] = clock()
        f()
        row[1] = clock()
    return (marks[:, 1] - marks[:, 0]).min().item()


@misconception(
    "one_measurement",
    loses=[
        "test_shortest_of_five_counts",
        "test_shortest_call_may_come_anywhere",
        "test_as_many_calls_as_asked_for",
        "test_slow_first_call_does_not_count",
    ],
    hint="The first call is often the slowest of all. How often does your function call f?",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    begun = clock()
    f()
    return clock() - begun


@misconception(
    "mean_of_the_calls",
    loses=[
        "test_shortest_of_five_counts",
        "test_shortest_call_may_come_anywhere",
        "test_slow_first_call_does_not_count",
    ],
    hint="One slow call spoils your result. Which number of the measured times does a busy machine leave alone?",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    begun = clock()
    for _ in range(repeats):
        f()
    return (clock() - begun) / repeats


@misconception(
    "mean_of_the_calls",
    loses=[
        "test_shortest_of_five_counts",
        "test_shortest_call_may_come_anywhere",
        "test_slow_first_call_does_not_count",
    ],
    hint="One slow call spoils your result. Which number of the measured times does a busy machine leave alone?",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    total = 0.0
    for _ in range(repeats):
        begun = clock()
        f()
        total += clock() - begun
    return total / repeats


@misconception(
    "clock_started_once",
    loses=["test_shortest_of_five_counts", "test_shortest_call_may_come_anywhere", "test_slow_first_call_does_not_count"],
    hint="Your second measurement contains the first one. What is missing before each call of f?",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    times = []
    begun = clock()
    for _ in range(repeats):
        f()
        times.append(clock() - begun)
    return min(times)


@misconception(
    "longest_call",
    loses=["test_shortest_of_five_counts", "test_shortest_call_may_come_anywhere", "test_slow_first_call_does_not_count"],
    hint="What disturbs a measurement makes it longer. Which of the times is disturbed the least?",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    times = []
    for _ in range(repeats):
        begun = clock()
        f()
        times.append(clock() - begun)
    return max(times)


@misconception(
    "last_call",
    loses=["test_shortest_of_five_counts", "test_shortest_call_may_come_anywhere"],
    hint="You measure every call and return the last one. Which one is asked for?",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    for _ in range(repeats):
        begun = clock()
        f()
        took = clock() - begun
    return took


@misconception(
    "median_call",
    loses=["test_shortest_of_five_counts", "test_shortest_call_may_come_anywhere"],
    hint="The median forgives one slow call, but not a machine that is busy for half of the time. Which time can only "
    "come from an undisturbed call?",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    times = []
    for _ in range(repeats):
        begun = clock()
        f()
        times.append(clock() - begun)
    return sorted(times)[len(times) // 2]


@misconception(
    "one_call_more_to_warm_up",
    loses=[
        "test_shortest_of_five_counts",
        "test_shortest_call_may_come_anywhere",
        "test_as_many_calls_as_asked_for",
    ],
    hint="A call to warm up is a fair idea, but how many calls were ordered? The shortest of the times leaves a slow first "
    "call out by itself.",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    begun = clock()
    f()
    times = []
    for _ in range(repeats):
        begun = clock()
        f()
        times.append(clock() - begun)
    return min(times)


@misconception(
    "always_five_calls",
    loses=["test_shortest_call_may_come_anywhere", "test_as_many_calls_as_asked_for"],
    hint="Five is what repeats is when nobody says otherwise. What if somebody does?",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    times = []
    for _ in range(5):
        begun = clock()
        f()
        times.append(clock() - begun)
    return min(times)


@misconception(
    "function_never_called",
    loses=[
        "test_shortest_of_five_counts",
        "test_shortest_call_may_come_anywhere",
        "test_as_many_calls_as_asked_for",
        "test_speedup_is_measured_with_its_n",
    ],
    hint="f is the function, and f() calls it. What does your line do between the two readings of the clock?",
)
def best_of(f, repeats=5, clock=time.perf_counter):
    times = []
    for _ in range(repeats):
        begun = clock()
        f  # noqa: B018
        times.append(clock() - begun)
    return min(times)


# ----------------------------------------------------------------------------------------- 3. speedup


@right
def speedup(n, clock=time.perf_counter):
    a, b = torch.randn(n), torch.randn(n)
    vector = best_of(lambda: add_vec(a, b), 5, clock)
    loop = best_of(lambda: add_loop(a, b), 5, clock)
    return loop / vector


@right
def speedup(n, clock=time.perf_counter):
    a, b = torch.ones(n), torch.rand(n)
    shortest = {}
    for add in (add_loop, add_vec):
        times = []
        for _ in range(5):
            begun = clock()
            add(a, b)
            times.append(clock() - begun)
        shortest[add.__name__] = min(times)
    return shortest["add_loop"] / shortest["add_vec"]


@right
def speedup(n, clock=time.perf_counter):
    import functools
    import timeit

    vectors = torch.rand(2, n).unbind()
    best = [min(timeit.repeat(functools.partial(add, *vectors), timer=clock, number=1)) for add in (add_loop, add_vec)]
    return float(np.divide(*best))


@right
def speedup(n, clock=time.perf_counter):
    a, b = torch.rand(n), torch.rand(n)
    loops, vectors = [], []
    for _ in range(5):  # by turns, so that a busy moment meets both
        for add, times in ((add_loop, loops), (add_vec, vectors)):
            timer = Timer(clock)
            add(a, b)
            times.append(timer.stop())
    return min(loops) / min(vectors)


@misconception(
    "upside_down",
    loses=["test_speedup_is_measured_with_its_n"],
    hint="Your number is far below 1: as if the vector were the slower one. Which of the two times stands on top?",
)
def speedup(n, clock=time.perf_counter):
    a, b = torch.rand(n), torch.rand(n)
    return best_of(lambda: add_vec(a, b), clock=clock) / best_of(lambda: add_loop(a, b), clock=clock)


@misconception(
    "difference_of_the_times",
    loses=[
        "test_speedup_uses_the_clock",
        "test_speedup_is_measured_with_its_n",
        "test_slow_first_call_does_not_count",
    ],
    hint="A difference of times is a time: it tells how much you save, not how many times as fast you are. What is 1 s "
    "saved worth, of 2 s and of 2 hours?",
)
def speedup(n, clock=time.perf_counter):
    a, b = torch.rand(n), torch.rand(n)
    return best_of(lambda: add_loop(a, b), clock=clock) - best_of(lambda: add_vec(a, b), clock=clock)


@misconception(
    "always_the_same_length",
    loses=["test_speedup_is_measured_with_its_n"],
    hint="Does your result depend on n? For a single element there is hardly anything to win.",
)
def speedup(n, clock=time.perf_counter):
    a, b = torch.rand(10_000), torch.rand(10_000)
    return best_of(lambda: add_loop(a, b), clock=clock) / best_of(lambda: add_vec(a, b), clock=clock)


@misconception(
    "one_measurement_of_each",
    loses=["test_slow_first_call_does_not_count"],
    hint="One measurement of each, and the first call is the slowest. What does best_of do about that?",
)
def speedup(n, clock=time.perf_counter):
    a, b = torch.rand(n), torch.rand(n)
    begun = clock()
    add_loop(a, b)
    loop = clock() - begun
    begun = clock()
    add_vec(a, b)
    return loop / (clock() - begun)


@misconception(
    "ratio_of_the_means",
    loses=["test_slow_first_call_does_not_count"],
    hint="One slow call is enough to change your ratio. Which of the five times should stand for all?",
)
def speedup(n, clock=time.perf_counter):
    a, b = torch.rand(n), torch.rand(n)
    totals = []
    for add in (add_loop, add_vec):
        total = 0.0
        for _ in range(5):
            begun = clock()
            add(a, b)
            total += clock() - begun
        totals.append(total)
    return totals[0] / totals[1]


@misconception(
    "stopwatch_not_started_again",
    loses=[
        "test_speedup_uses_the_clock",
        "test_speedup_is_measured_with_its_n",
        "test_slow_first_call_does_not_count",
    ],
    hint="Your time for the vector contains that of the loop. What has to be called between two measurements with one "
    "stopwatch?",
)
def speedup(n, clock=time.perf_counter):
    a, b = torch.rand(n), torch.rand(n)
    timer = Timer(clock)
    loops, vectors = [], []
    for _ in range(5):
        add_loop(a, b)
        loops.append(timer.stop())
    for _ in range(5):
        add_vec(a, b)
        vectors.append(timer.stop())
    return min(loops) / min(vectors)


@misconception(
    "result_handed_over",
    loses=[
        "test_speedup_uses_the_clock",
        "test_speedup_is_measured_with_its_n",
        "test_slow_first_call_does_not_count",
        "test_speedup_has_a_real_clock",
    ],
    hint="add_loop(a, b) is a tensor, the result of a call that is over before anybody looks at the clock. What can "
    "best_of call again and again?",
)
def speedup(n, clock=time.perf_counter):
    a, b = torch.rand(n), torch.rand(n)
    return best_of(add_loop(a, b), clock=clock) / best_of(add_vec(a, b), clock=clock)


# ----------------------------------------------------------------------------------- 4. PREDICT_LOOPS


@right
def PREDICT_LOOPS():
    return {letter: "loop" if letter in "ABEF" else "vector" for letter in "ABCDEFGH"}


@right
def PREDICT_LOOPS():
    return dict(zip("HGFEDCBA", ["vector", "vector", "loop", "loop", "vector", "vector", "loop", "loop"]))


@right
def PREDICT_LOOPS():
    return dict(A="loop", B="loop", E="loop", F="loop") | dict.fromkeys("CDGH", "vector")


@misconception(
    "only_the_word_for_is_a_loop",
    loses=["test_prediction_for_the_sum_of_python", "test_prediction_for_functions_of_python"],
    hint="You go by the word for. Who calls the lambda, and what does Python's own sum do with the n numbers of a tensor?",
)
def PREDICT_LOOPS():
    return {letter: "loop" if letter == "A" else "vector" for letter in "ABCDEFGH"}


@misconception(
    "sum_is_taken_for_torchs",
    loses=["test_prediction_for_the_sum_of_python"],
    hint="sum(t) and t.sum() are two functions by two authors. What does Python's own one know of tensors?",
)
def PREDICT_LOOPS():
    return {letter: "loop" if letter in "AEF" else "vector" for letter in "ABCDEFGH"}


@misconception(
    "vectorize_is_believed",
    loses=["test_prediction_for_functions_of_python"],
    hint="A function of Python that is called for one pair of numbers at a time: can any wrapper make it compiled code? "
    "Look up what numpy's own page says of the speed of vectorize.",
)
def PREDICT_LOOPS():
    return {letter: "loop" if letter in "ABF" else "vector" for letter in "ABCDEFGH"}


@misconception(
    "methods_of_tensors_are_vectors",
    loses=["test_prediction_for_functions_of_python"],
    hint="apply_ belongs to the tensor, but its argument belongs to Python. How often is the lambda called?",
)
def PREDICT_LOOPS():
    return {letter: "loop" if letter in "ABE" else "vector" for letter in "ABCDEFGH"}


@misconception(
    "lambda_is_no_loop",
    loses=["test_prediction_for_functions_of_python"],
    hint="In E and in F a function of Python is handed over. Put a print into it: how often does it run?",
)
def PREDICT_LOOPS():
    return {letter: "loop" if letter in "AB" else "vector" for letter in "ABCDEFGH"}


@misconception(
    "dependence_means_a_loop",
    loses=["test_prediction_for_a_choice_and_a_running_total"],
    hint="Each total needs the one before, so somebody has to go through them in order. But must it be the interpreter?",
)
def PREDICT_LOOPS():
    return {letter: "loop" if letter in "ABDEF" else "vector" for letter in "ABCDEFGH"}


@misconception(
    "choice_means_a_loop",
    loses=["test_prediction_for_a_choice_and_a_running_total"],
    hint="Python's if takes one decision; what does torch.where take? See of which shape a > b is.",
)
def PREDICT_LOOPS():
    return {letter: "loop" if letter in "ABCEF" else "vector" for letter in "ABCDEFGH"}


@misconception(
    "vmap_is_a_loop",
    loses=["test_prediction_for_vmap"],
    hint="vmap calls your function once, with something that stands for all rows. Put a print into a function of your own, "
    "and count.",
)
def PREDICT_LOOPS():
    return {letter: "loop" if letter in "ABEFG" else "vector" for letter in "ABCDEFGH"}


@misconception(
    "comprehension_is_fast",
    loses=["test_prediction_for_plain_cases"],
    hint="A list comprehension is shorter to write than a loop. Is there less to do for the interpreter?",
)
def PREDICT_LOOPS():
    return {letter: "loop" if letter in "BEF" else "vector" for letter in "ABCDEFGH"}


@misconception(
    "all_are_vectors",
    loses=[
        "test_prediction_for_plain_cases",
        "test_prediction_for_the_sum_of_python",
        "test_prediction_for_functions_of_python",
    ],
    hint="All eight are one line, but a line can hide a loop. In which of them does Python code run for each element?",
)
def PREDICT_LOOPS():
    return {letter: "vector" for letter in "ABCDEFGH"}


@misconception(
    "all_are_loops",
    loses=[
        "test_prediction_for_plain_cases",
        "test_prediction_for_a_choice_and_a_running_total",
        "test_prediction_for_vmap",
    ],
    hint="Of course something goes through the elements in each of them. The question is whether it is the interpreter or "
    "compiled code.",
)
def PREDICT_LOOPS():
    return {letter: "loop" for letter in "ABCDEFGH"}


@misconception(
    "the_other_way_round",
    loses=[
        "test_prediction_for_plain_cases",
        "test_prediction_for_the_sum_of_python",
        "test_prediction_for_a_choice_and_a_running_total",
        "test_prediction_for_functions_of_python",
        "test_prediction_for_vmap",
    ],
    hint='All eight are the other way round. Which of the two words stands for "the interpreter works on each element"?',
)
def PREDICT_LOOPS():
    return {letter: "vector" if letter in "ABEF" else "loop" for letter in "ABCDEFGH"}


@misconception(
    "words_of_your_own",
    loses=[
        "test_predictions_can_be_read",
        "test_prediction_for_plain_cases",
        "test_prediction_for_the_sum_of_python",
        "test_prediction_for_a_choice_and_a_running_total",
        "test_prediction_for_functions_of_python",
        "test_prediction_for_vmap",
    ],
    hint="Your predictions may well be right, but nobody can read them. Which two words, in quotes, are asked for?",
)
def PREDICT_LOOPS():
    return {letter: letter in "ABEF" for letter in "ABCDEFGH"}


# ------------------------------------------------------------------------------------ 4. REASON_SPEED


@right
def REASON_SPEED():
    return "".join(["inter", "preter"])


@right
def REASON_SPEED():
    return ("cores", "fewer", "interpreter", "rounding")[2]


@right
def REASON_SPEED():
    return "INTERPRETER".lower()


@misconception(
    "thanks_to_the_cores",
    loses=["test_reason_is_the_main_one"],
    hint="How many threads was torch allowed in the measurement? The gap was there all the same.",
)
def REASON_SPEED():
    return "cores"


@misconception(
    "fewer_operations",
    loses=["test_reason_is_the_main_one"],
    hint="Count the multiplications of both ways for three elements. Where else does a loop spend its time?",
)
def REASON_SPEED():
    return "fewer"


@misconception(
    "less_careful",
    loses=["test_reason_is_the_main_one"],
    hint="Compare the results of both ways, digit by digit. Is one of them rounded less carefully?",
)
def REASON_SPEED():
    return "rounding"


# --------------------------------------------------------------------------------------- 5. time_line


@right
def time_line(sizes, seconds):
    columns = torch.stack((torch.ones_like(sizes), sizes), dim=1)
    overhead, rate = torch.linalg.lstsq(columns, seconds.reshape(-1, 1)).solution.reshape(-1).tolist()
    return overhead, rate


@right
def time_line(sizes, seconds):
    rate, overhead = np.polyfit(sizes.numpy(), seconds.numpy(), 1)
    return float(overhead), float(rate)


@right
def time_line(sizes, seconds):
    spread = torch.cov(torch.stack((sizes, seconds)))
    rate = (spread[0, 1] / spread[0, 0]).item()
    return [seconds.mean().item() - rate * sizes.mean().item(), rate]


@right
def time_line(sizes, seconds):
    import statistics

    line = statistics.linear_regression(sizes.tolist(), seconds.tolist())
    return line.intercept, line.slope


@right
def time_line(sizes, seconds):
    n, t, m = sizes.tolist(), seconds.tolist(), len(sizes)
    n_mean, t_mean = sum(n) / m, sum(t) / m
    above = sum((n[i] - n_mean) * (t[i] - t_mean) for i in range(m))
    rate = above / sum((each - n_mean) ** 2 for each in n)
    return t_mean - rate * n_mean, rate


@misconception(
    "no_overhead",
    loses=["test_line_through_two_times", "test_line_of_exact_times", "test_line_of_measured_times"],
    hint="Your line goes through the origin: no elements, no time. What does a call cost that has nothing to do?",
)
def time_line(sizes, seconds):
    return 0.0, float((sizes * seconds).sum() / (sizes * sizes).sum())


@misconception(
    "mean_time_per_element",
    loses=["test_line_through_two_times", "test_line_of_exact_times", "test_line_of_measured_times"],
    hint="The time divided by n also spreads the overhead over the elements, and most of all where there are few. What "
    "does one *further* element cost?",
)
def time_line(sizes, seconds):
    return 0.0, float((seconds / sizes).mean())


@misconception(
    "line_through_both_ends",
    loses=["test_line_of_measured_times"],
    hint="Your line goes through the first and the last point and looks at no other. What makes a line the one of least "
    "squares?",
)
def time_line(sizes, seconds):
    rate = (seconds[-1] - seconds[0]) / (sizes[-1] - sizes[0])
    return float(seconds[0] - rate * sizes[0]), float(rate)


@misconception(
    "rate_first",
    loses=["test_line_through_two_times", "test_line_of_exact_times", "test_line_of_measured_times"],
    hint="Both numbers are there. In which order are they asked for?",
)
def time_line(sizes, seconds):
    dn = sizes - sizes.mean()
    rate = (dn * seconds).sum() / (dn**2).sum()
    return float(rate), float(seconds.mean() - rate * sizes.mean())


@misconception(
    "regressed_on_the_time",
    loses=["test_line_of_measured_times"],
    hint="You fit the number of elements as a line in the time and turn it round; with scatter that is another line. "
    "Whose errors are to be small?",
)
def time_line(sizes, seconds):
    dt = seconds - seconds.mean()
    rate = (dt**2).sum() / (dt * sizes).sum()
    return float(seconds.mean() - rate * sizes.mean()), float(rate)


@misconception(
    "power_law",
    loses=["test_line_through_two_times", "test_line_of_exact_times", "test_line_of_measured_times"],
    hint="A straight line between logarithms is a power law, and it has no overhead. The axes of the picture are "
    "logarithmic; is the formula?",
)
def time_line(sizes, seconds):
    log_n, log_t = sizes.log(), seconds.abs().clamp(min=1e-12).log()
    dn = log_n - log_n.mean()
    slope = (dn * log_t).sum() / (dn**2).sum()
    return float((log_t.mean() - slope * log_n.mean()).exp()), float(slope)


@misconception(
    "mean_for_overhead",
    loses=["test_line_through_two_times", "test_line_of_exact_times", "test_line_of_measured_times"],
    hint="The mean time belongs to the mean number of elements. How do you get from there back to n = 0?",
)
def time_line(sizes, seconds):
    dn = sizes - sizes.mean()
    rate = (dn * seconds).sum() / (dn**2).sum()
    return float(seconds.mean()), float(rate)


@misconception(
    "tensors_for_floats",
    loses=["test_line_through_two_times", "test_line_of_exact_times", "test_line_of_measured_times"],
    hint="The numbers are right, but of which kind are they? A tensor with one element is not a float yet.",
)
def time_line(sizes, seconds):
    dn = sizes - sizes.mean()
    rate = (dn * seconds).sum() / (dn**2).sum()
    return seconds.mean() - rate * sizes.mean(), rate


# --------------------------------------------------------------------------------------- 5. crossover


@right
def crossover(line, other):
    overhead, rate = (one - two for one, two in zip(line, other))
    return -overhead / rate


@right
def crossover(line, other):
    (t_1, r_1), (t_2, r_2) = line, other
    return float(np.linalg.solve([[-r_1, 1.0], [-r_2, 1.0]], [t_1, t_2])[0])


@right
def crossover(line, other):
    lines = torch.tensor([line, other], dtype=torch.float64)
    gap = lines[0] - lines[1]
    return (gap[0] / -gap[1]).item()


@misconception(
    "ratio_of_the_rates",
    loses=["test_two_lines_meet_at_six", "test_lines_meet_where_they_should"],
    hint="You compare the rates alone. What do the two overheads do to the point where the lines meet?",
)
def crossover(line, other):
    return line[1] / other[1]


@misconception(
    "crossover_on_the_wrong_side",
    loses=["test_two_lines_meet_at_six", "test_lines_meet_where_they_should"],
    hint="A number of elements below zero? Write down t + r n for both lines and solve once more, with an eye on the signs.",
)
def crossover(line, other):
    return (line[0] - other[0]) / (line[1] - other[1])


@misconception(
    "time_of_the_crossover",
    loses=["test_two_lines_meet_at_six", "test_lines_meet_where_they_should"],
    hint="That is the time at which the lines meet. At which number of elements do they?",
)
def crossover(line, other):
    n = (other[0] - line[0]) / (line[1] - other[1])
    return line[0] + line[1] * n


@misconception(
    "elements_per_crossover",
    loses=["test_two_lines_meet_at_six", "test_lines_meet_where_they_should"],
    hint="Which unit has your result, if overheads are in seconds and rates in seconds per element? Turn the fraction over.",
)
def crossover(line, other):
    return (line[1] - other[1]) / (other[0] - line[0])


@misconception(
    "whole_number_of_elements",
    loses=["test_lines_meet_where_they_should"],
    hint="Two lines need not meet at a whole number. Who asked for rounding?",
)
def crossover(line, other):
    return float(round((other[0] - line[0]) / (line[1] - other[1])))


# --------------------------------------------------------------------------------------- 6. loss_grid


@right
def loss_grid(ws, bs, x, y):
    e = ws[:, None, None] * x.flatten()[None, None, :] + bs[None, :, None] - y.flatten()[None, None, :]
    return e.square().mean(dim=-1) / 2


@right
def loss_grid(ws, bs, x, y):
    x, y = x.reshape(-1), y.reshape(-1)

    def loss(w, b):
        return ((w * x + b - y) ** 2).mean() / 2

    return torch.vmap(torch.vmap(loss, (None, 0)), (0, None))(ws, bs)


@right
def loss_grid(ws, bs, x, y):
    W, B = torch.meshgrid(ws, bs, indexing="ij")
    lines = torch.stack((W.reshape(-1), B.reshape(-1)))  # (2, K M)
    X = torch.stack((x.flatten(), torch.ones_like(x.flatten())), dim=1)  # (n, 2)
    e = X @ lines - y.reshape(-1, 1)
    return (e * e).mean(dim=0).div(2).reshape(W.shape)


@right
def loss_grid(ws, bs, x, y):
    # the square multiplied out: six means of the data, each taken once
    ws, bs, x, y = (each.double().flatten() for each in (ws, bs, x, y))
    w, b = ws.unsqueeze(1), bs.unsqueeze(0)
    squares = w**2 * (x * x).mean() + b**2 + (y * y).mean()
    return squares / 2 + w * b * x.mean() - w * (x * y).mean() - b * y.mean()


@right
def loss_grid(ws, bs, x, y):
    rest = torch.outer(ws, x.view(-1)) - y.view(-1)  # (K, n)
    e = rest.unsqueeze(1) + bs.view(1, -1, 1)
    return torch.einsum("kmn,kmn->km", e, e) / (2 * x.numel())


@misconception(
    "biases_in_the_rows",
    loses=[
        "test_table_of_six_lines",
        "test_table_for_any_shape",
        "test_columns_of_data_do_not_broadcast",
        "test_table_carries_the_gradient",
    ],
    hint="Your table is lying on its side. Which index is asked for first, that of the weights or that of the biases?",
)
def loss_grid(ws, bs, x, y):
    y_hat = ws.reshape(-1, 1) * x.reshape(-1) + bs.reshape(-1, 1, 1)
    return ((y_hat - y.reshape(-1)) ** 2 / 2).mean(dim=2)


@misconception(
    "no_half",
    loses=[
        "test_table_of_six_lines",
        "test_table_for_any_shape",
        "test_columns_of_data_do_not_broadcast",
        "test_table_carries_the_gradient",
    ],
    hint="All your losses are twice as large. What stands before the square in the formula?",
)
def loss_grid(ws, bs, x, y):
    y_hat = ws.reshape(-1, 1, 1) * x.reshape(-1) + bs.reshape(-1, 1)
    return ((y_hat - y.reshape(-1)) ** 2).mean(dim=2)


@misconception(
    "sum_for_mean",
    loses=[
        "test_table_of_six_lines",
        "test_table_for_any_shape",
        "test_columns_of_data_do_not_broadcast",
        "test_table_carries_the_gradient",
    ],
    hint="Your losses grow with the number of examples. Is it the sum or the mean that is asked for?",
)
def loss_grid(ws, bs, x, y):
    y_hat = ws.reshape(-1, 1, 1) * x.reshape(-1) + bs.reshape(-1, 1)
    return ((y_hat - y.reshape(-1)) ** 2 / 2).sum(dim=2)


@misconception(
    "square_of_the_mean_error",
    loses=[
        "test_table_of_six_lines",
        "test_table_for_any_shape",
        "test_columns_of_data_do_not_broadcast",
        "test_table_carries_the_gradient",
    ],
    hint="In the mean error, errors of +1 and -1 cancel. What has to come first, the square or the mean?",
)
def loss_grid(ws, bs, x, y):
    y_hat = ws.reshape(-1, 1, 1) * x.reshape(-1) + bs.reshape(-1, 1)
    return (y_hat - y.reshape(-1)).mean(dim=2) ** 2 / 2


@misconception(
    "mean_over_the_biases",
    loses=[
        "test_table_of_six_lines",
        "test_table_for_any_shape",
        "test_columns_of_data_do_not_broadcast",
        "test_table_carries_the_gradient",
    ],
    hint="Which shape has your table? Of the three axes (K, M, n), one has to go: that of the examples.",
)
def loss_grid(ws, bs, x, y):
    y_hat = ws.reshape(-1, 1, 1) * x.reshape(-1) + bs.reshape(-1, 1)
    return ((y_hat - y.reshape(-1)) ** 2 / 2).mean(dim=1)


@misconception(
    "loop_over_the_weights",
    loses=["test_no_loop_over_the_weights"],
    hint="One of two loops is gone. Which axis could the weights get, so that the other one goes too?",
)
def loss_grid(ws, bs, x, y):
    x, y = x.reshape(-1), y.reshape(-1)
    return torch.stack([((w * x + bs.reshape(-1, 1) - y) ** 2 / 2).mean(dim=1) for w in ws])


@misconception(
    "loop_over_the_biases",
    loses=["test_no_loop_over_the_biases"],
    hint="One of two loops is gone. Which axis could the biases get, so that the other one goes too?",
)
def loss_grid(ws, bs, x, y):
    x, y = x.reshape(-1), y.reshape(-1)
    return torch.stack([((ws.reshape(-1, 1) * x + b - y) ** 2 / 2).mean(dim=1) for b in bs], dim=1)


@misconception(
    "two_loops",
    loses=["test_no_loop_over_the_weights", "test_no_loop_over_the_biases"],
    hint="The table is right, and made number by number. What would happen if w and b were not numbers but tensors with "
    "axes of their own?",
)
def loss_grid(ws, bs, x, y):
    x, y = x.reshape(-1), y.reshape(-1)
    return torch.stack([torch.stack([((w * x + b - y) ** 2 / 2).mean() for b in bs]) for w in ws])


@misconception(
    "loops_over_python_numbers",
    loses=["test_table_carries_the_gradient", "test_no_loop_over_the_weights", "test_no_loop_over_the_biases"],
    hint="Two loops over numbers, from which autograd cannot find back. What would happen if w and b were tensors with "
    "axes of their own?",
)
def loss_grid(ws, bs, x, y):
    x, y = x.reshape(-1), y.reshape(-1)
    table = torch.zeros(len(ws), len(bs), dtype=x.dtype)
    for k, w in enumerate(ws.tolist()):
        for m, b in enumerate(bs.tolist()):
            table[k, m] = ((w * x + b - y) ** 2 / 2).mean()
    return table


@misconception(
    "columns_broadcast",
    loses=["test_columns_of_data_do_not_broadcast"],
    hint="What shape does x have when it comes as a column, and what does your expression make of it? A column and a row "
    "make a table of their own.",
)
def loss_grid(ws, bs, x, y):
    y_hat = ws.reshape(-1, 1, 1) * x + bs.reshape(-1, 1)
    return ((y_hat - y) ** 2 / 2).flatten(2).mean(dim=2)


@misconception(
    "pairs_instead_of_a_table",
    loses=[
        "test_table_of_six_lines",
        "test_table_for_any_shape",
        "test_columns_of_data_do_not_broadcast",
        "test_table_carries_the_gradient",
    ],
    hint="You put the first weight with the first bias, the second with the second. How many pairs are there if each goes "
    "with each?",
)
def loss_grid(ws, bs, x, y):
    y_hat = ws.reshape(-1, 1) * x.reshape(-1) + bs.reshape(-1, 1)
    return ((y_hat - y.reshape(-1)) ** 2 / 2).mean(dim=1)


@misconception(
    "cut_off_from_autograd",
    loses=["test_table_carries_the_gradient"],
    hint="The numbers are right, but the table has forgotten where it comes from. Which call cuts it off?",
)
def loss_grid(ws, bs, x, y):
    y_hat = ws.detach().reshape(-1, 1, 1) * x.reshape(-1) + bs.detach().reshape(-1, 1)
    return ((y_hat - y.reshape(-1)) ** 2 / 2).mean(dim=2)


# ------------------------------------------------------------------------------------ mutants that are no mistakes

equivalent(
    "speedup: `a, b = torch.rand(2, n)` → `a, b = torch.randn(2, n)`",
    why="the time of a sum does not depend on the distribution of its summands; another right answer draws from it",
)

equivalent(
    "speedup: `loop = best_of(lambda: add_loop(a, b), clock=clock)` → "
    "`loop = best_of(lambda: add_loop(b, a), clock=clock)`",
    why="a sum is the same either way round, and takes the same time",
)

equivalent(
    "speedup: `return loop / best_of(lambda: add_vec(a, b), clock=clock)` → "
    "`return loop / best_of(lambda: add_vec(b, a), clock=clock)`",
    why="a sum is the same either way round, and takes the same time",
)

equivalent(
    "loss_grid: `return ((y_hat - y.reshape(-1)) ** 2 / 2).mean(dim=2)` → "
    "`return ((y.reshape(-1) - y_hat) ** 2 / 2).mean(dim=2)`",
    why="a square is the same for a difference either way round",
)
