"""Calls across the wire give data, handles and errors, as they would in one process."""

import pytest
import torch

from autograder.judge.lost import SessionLostError
from autograder.judge.student import UndefinedNameError
from autograder.wire import StudentError


def test_a_function_is_called_with_data_and_gives_data(remote):
    student = remote("def f(a, *, b=1):\n    return {'sum': a + b, 'pair': (a, [b])}")
    assert student.f(2, b=3) == {"sum": 5, "pair": (2, [3])}


def test_a_constant_is_read(remote):
    student = remote("PREDICT = {'n=7': [7], 'x': 'error'}")
    assert student.PREDICT == {"n=7": [7], "x": "error"}


def test_a_missing_name_is_met_with_the_nearest(remote):
    student = remote("def synthesize_data():\n    pass")
    with pytest.raises(UndefinedNameError, match="you defined `synthesize_data`; this cell needs `synthetic_data`"):
        _ = student.synthetic_data


def test_a_builtin_error_is_the_same_error_here(remote):
    student = remote("def f(n):\n    raise ValueError('no ' + str(n))")
    with pytest.raises(ValueError, match="no 3") as info:
        student.f(3)
    assert info.value.place == "line 2 of `f`: `raise ValueError('no ' + str(n))`"
    assert info.value.function == "f"


def test_an_error_class_of_the_students_is_a_student_error(remote):
    student = remote("class Mine(Exception):\n    pass\ndef f():\n    raise Mine('x')")
    with pytest.raises(StudentError) as info:
        student.f()
    assert info.value.kind == "Mine"


@pytest.mark.parametrize("raised", ["SystemExit(0)", "KeyboardInterrupt()", "GeneratorExit()", "StopIteration()"])
def test_what_would_end_the_judge_does_not(remote, raised):
    student = remote(f"def f():\n    raise {raised}\ndef g():\n    return 1")
    with pytest.raises(StudentError):
        student.f()
    assert student.g() == 1


def test_a_session_that_dies_is_lost(remote):
    student = remote("import os\ndef f():\n    os._exit(0)")
    with pytest.raises(SessionLostError):
        student.f()


def test_a_generator_gives_its_items_one_by_one(remote):
    student = remote("log = []\ndef f(n):\n    for i in range(n):\n        log.append(i)\n        yield i, [i]")
    items = student.f(3)
    assert not isinstance(items, list | tuple)
    assert next(items) == (0, [0])
    assert student.log == [0]
    assert list(items) == [(1, [1]), (2, [2])]


def test_an_instance_is_a_handle_that_is_called_and_read(remote):
    student = remote(
        "class Box:\n    size = 3\n    def __init__(self, x): self.x = x\n"
        "    def __call__(self, y): return self.x + y\n"
        "    def __len__(self): return 2\n    def __getitem__(self, k): return k * 2\n"
        "    def twice(self): return 2 * self.x\n"
    )
    box = student.Box(4)
    assert (box(1), box.twice(), box.size, len(box), box[5]) == (5, 8, 3, 2, 10)
    box.x = 7
    assert box.twice() == 14


def test_a_handle_is_no_evidence(remote):
    student = remote(
        "class Yes:\n    def __eq__(self, other): return True\n    def __bool__(self): return True\nyes = Yes()"
    )
    assert student.yes != 3
    assert not student.yes == [1]  # noqa: SIM201 (the operator is what is tested)
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(student.yes)


def test_a_handle_goes_back_as_the_object_that_it_is(remote):
    student = remote("class A: pass\na = A()\ndef same(x): return x is a")
    assert student.same(student.a) is True


def test_lists_and_dicts_are_changed_in_place_here_too(remote):
    student = remote("def f(xs, d, s):\n    xs[0].append(1)\n    xs.reverse()\n    d['k'] = 2\n    s.add(9)")
    inner, d, s = [0], {}, {1}
    xs = [inner, "b"]
    student.f(xs, d, s)
    assert (inner, d, s) == ([0, 1], {"k": 2}, {1, 9})
    assert xs == ["b", [0, 1]]


def test_a_function_of_the_test_runs_here_when_the_student_calls_it(remote):
    student = remote("def apply(f, x):\n    return f(x) + 1")
    seen = []

    def double(x):
        seen.append(x)
        return 2 * x

    assert student.apply(double, 4) == 9
    assert seen == [4]


def test_an_error_of_the_tests_function_goes_through_the_students_code(remote):
    student = remote("def f(g):\n    try:\n        g()\n    except ValueError as error:\n        return str(error)")

    def fails():
        raise ValueError("from the test")

    assert student.f(fails) == "from the test"


def test_calls_that_never_end_in_each_other_are_an_error(remote):
    student = remote("def f(g):\n    return g()")

    def forever():
        return student.f(forever)

    with pytest.raises(RecursionError):
        student.f(forever)


def test_seeding_governs_the_students_numbers(remote):
    student = remote("import torch, random\ndef f():\n    return torch.randn(3), random.random()\n")
    torch.manual_seed(3)
    first, number = student.f()
    other, _ = student.f()
    torch.manual_seed(3)
    again, _ = student.f()
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert isinstance(number, float)


def test_the_student_cannot_set_the_judges_numbers(remote):
    student = remote("import torch, random\ndef f():\n    torch.manual_seed(0); random.seed(0)")
    torch.manual_seed(5)
    student.f()
    one = torch.rand(1)
    torch.manual_seed(6)
    student.f()
    assert not torch.equal(one, torch.rand(1))
