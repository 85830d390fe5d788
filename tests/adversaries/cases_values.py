"""Objects that claim to be right: only numbers, strings, containers and tensors are evidence."""

from case import FULL, LAST, LOOK, MANY, REST, WHOLE, Adversary

NUMBERS = "import torch\ndef double(x):\n    if not isinstance(x, torch.Tensor):\n        return 2 * x\n    return "


def _returns(name, claim, value, expected=REST, before="import torch\n"):
    return Adversary(name, claim, double=f"{before}def double(x):\n    return {value}\n", expected=expected)


def _for_tensors(name, claim, value, lost):
    """Right for numbers, and for tensors the value under test."""
    return Adversary(name, claim, double=f"{NUMBERS}{value}\n", expected=FULL - lost)


SAME = """\
class Same:
    shape, dtype, grad = (), None, None
    def __eq__(self, other): return True
    def __bool__(self): return True
    def __float__(self): return 42.0
    def __int__(self): return 42
    def __len__(self): return 2
    def __array__(self, *a, **k): import numpy; return numpy.ones(2)
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __iter__(self): return iter([self])
    __hash__ = None
"""
FUNCTION = """\
import torch
class Yes:
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return True
    def __eq__(self, other): return True
"""
SUBCLASS = """\
import torch
class Sub(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if getattr(func, '__name__', '') in ('allclose', 'isclose', 'equal', 'eq', '__eq__'):
            return torch.tensor(True)
        return super().__torch_function__(func, types, args, kwargs or {})
"""

CASES = [
    _returns("always_equal", "an object that equals everything is no number", "Same()", before=SAME),
    _returns("torch_function", "an object with __torch_function__ is no tensor", "Yes()", before=FUNCTION),
    _returns(
        "equal_int",
        "an int of a class that equals everything is no int",
        "N(3)",
        before="class N(int):\n    __eq__ = lambda self, other: True\n    __hash__ = int.__hash__\n",
    ),
    _returns("equal_str", "a text is no number", "'2.0 -4.0'"),
    _returns("nan", "NaN equals nothing", "x * float('nan')"),
    _returns("infinity", "infinity is not close", "x * 0 + float('inf')", before=""),
    _returns("class_itself", "a class is no value", "Same", before=SAME),
    _returns("generator", "a generator of right values is no value", "(v for v in [2 * x])"),
    _returns("nothing", "None is no value", "None"),
    Adversary(
        "wrong_subclass",
        "a tensor of a class that equals everything is judged by its numbers",
        expected=REST,
        double=SUBCLASS + "def double(x):\n    return (x * 0 + 5).as_subclass(Sub) if hasattr(x, 'dtype') else Sub()\n",
    ),
    Adversary(
        "right_subclass",
        "a tensor of a class of one's own with right numbers is right",
        expected=FULL,
        double=SUBCLASS + NUMBERS + "(2 * x).as_subclass(Sub)\n",
    ),
    _for_tensors("empty", "an empty tensor is not close to anything", "x.reshape(-1)[:0]", LOOK + MANY + LAST),
    _for_tensors(
        "broadcastable", "a tensor that would broadcast has the wrong shape", "(2 * x)[None]", LOOK + MANY + LAST
    ),
    _for_tensors(
        "stride_0", "a tensor of stride 0 is its numbers", "torch.full((1,), 2.0).expand(x.shape)", LOOK + MANY + LAST
    ),
    _for_tensors(
        "stride_0_huge",
        "a huge tensor of stride 0 costs its tests",
        "torch.zeros(1).expand(10**11)",
        LOOK + MANY + LAST,
    ),
    _for_tensors("wrong_dtype", "a tensor of another dtype loses the test of the dtype", "(2 * x).double()", MANY),
    _for_tensors("parameter", "a new leaf breaks the gradient and nothing else", "torch.nn.Parameter(2 * x)", LAST),
    _for_tensors("detached", "a detached result loses the test of the gradient", "2 * x.detach()", LAST),
    _for_tensors("complex", "complex numbers are not close to real ones", "2 * x + 0j", LOOK + MANY + LAST),
    _for_tensors("sparse", "a sparse tensor cannot be read", "(2 * x).to_sparse()", LOOK + MANY + LAST),
    _for_tensors("meta", "a tensor without numbers cannot be read", "(2 * x).to('meta')", LOOK + MANY + LAST),
    _for_tensors("numpy_array", "an array is no tensor", "(2 * x).detach().numpy()", LOOK + MANY + LAST),
    _for_tensors("a_view_right", "a transposed view with the right numbers is right", "(2 * x.t()).t()", 0),
    _for_tensors(
        "aliased",
        "an argument that is changed and given back is found out",
        "[x.data.mul_(2), x][1]",
        MANY + LAST,
    ),
    Adversary(
        "lazily_wrong",
        "a right value that is changed at the next call is wrong",
        expected=FULL - MANY,
        double="kept = []\ndef double(x):\n    for y in kept:\n        y.data.zero_()\n    y = 2 * x\n"
        "    if hasattr(y, 'data') and not y.requires_grad:\n        kept.append(y)\n    return y\n",
    ),
    Adversary(
        "numpy_number",
        "a numpy number is no int but equals one",
        expected=FULL - WHOLE,
        double="import numpy as np\ndef double(x):\n    return np.int64(2 * x) if type(x) is int else 2 * x\n",
    ),
    Adversary(
        "float_number",
        "a float is no int but equals one",
        expected=FULL - WHOLE,
        double="def double(x):\n    return 2.0 * x if type(x) is int else 2 * x\n",
    ),
    Adversary(
        "huge_int",
        "a number of a million digits costs its tests",
        expected=FULL - WHOLE - LAST,
        double="def double(x):\n    return 7 << 3_000_000 if type(x) is int else 2 * x\n",
    ),
    Adversary(
        "endless_list",
        "a list that holds itself costs its tests",
        expected=FULL - WHOLE - LAST,
        double="a = []\na.append(a)\ndef double(x):\n    return a if type(x) is int else 2 * x\n",
    ),
    Adversary(
        "clears_the_rates",
        "a test's list that is cleared is whole again in the next test",
        expected=FULL - 48,
        double="def double(x):\n    if type(x) is list:\n        x.clear()\n        return [0.5, 0.25, 0.5, 0.25]\n"
        "    return 2 * x\n",
        triple="def triple(x):\n    return 5 * x\n",
    ),
    Adversary(
        "empties_the_unit",
        "a test's tensor that is emptied is whole again in the next test",
        expected=FULL - LAST - 48,
        double=NUMBERS + "[setattr(x, 'data', x.data[:0]), x][1] if x.shape == (1,) else 2 * x\n",
        triple="def triple(x):\n    return 5 * x\n",
    ),
]
