import ast

import pytest

from autograder.course.cells import Cell, Kind
from autograder.verify.mutants import mutants_of


def mutants(source):
    return list(mutants_of(Cell(Kind.SOLUTION, "f", source, 1)))


def afters(source):
    return {mutant.after for mutant in mutants(source)}


SGD = '''\
def sgd(params, lr, batch_size):
    """One step."""
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()
'''


@pytest.mark.parametrize(
    "after",
    [
        "param += lr * param.grad / batch_size",
        "param = param - lr * param.grad / batch_size",
        "param -= lr * param.grad * batch_size",
        "param -= lr * param.grad",
        "param -= batch_size",
        "param -= batch_size / (lr * param.grad)",
    ],
)
def test_the_slips_of_a_step_are_among_the_mutants(after):
    assert after in afters(SGD)


def test_statements_and_contexts_are_left_out():
    sources = [mutant.source for mutant in mutants(SGD)]
    assert any("zero_" not in source for source in sources)
    assert any("no_grad" not in source and "param -=" in source for source in sources)


def test_a_docstring_is_no_code():
    assert all('"""One step."""' in mutant.source for mutant in mutants(SGD))


def test_every_mutant_is_another_program():
    found = mutants(SGD)
    sources = [mutant.source for mutant in found] + [
        "[globals().pop(name, None) for name in ['sgd']]\n" + ast.unparse(ast.parse(SGD))
    ]
    assert len(set(sources)) == len(sources)
    for mutant in found:
        compile(mutant.source, "mutant", "exec")


def test_a_label_says_what_was_and_what_is():
    labels = [mutant.label for mutant in mutants("def f(x):\n    return x + 1\n")]
    assert "f: `return x + 1` → `return x - 1`" in labels
    assert "f: `return x + 1` → `return x + 2`" in labels
    assert "f: `return x + 1` → `return None`" in labels


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("return torch.abs(x)", "return x"),
        ("return x.abs()", "return x"),
        ("return x.sum()", "return x.mean()"),
        ("return f(x, y)", "return f(y, x)"),
        ("return f(x, dim=1)", "return f(x)"),
        ("return x, y", "return (y, x)"),
        ("return x.T @ y", "return x @ y"),
        ("return x < y", "return x <= y"),
        ("return x and y", "return x or y"),
        ("return x if y else 0", "return 0"),
        ("return -x", "return x"),
        ("return 0.5 * x", "return 1.0 * x"),
        ("return x[0]", "return x[1]"),
        ("return True", "return False"),
        ("return torch.zeros(x)", "return torch.ones(x)"),
    ],
)
def test_an_expression_has_the_mutant(line, after):
    assert after in afters(f"def f(x, y):\n    {line}\n")


def test_a_loop_goes_on_and_a_condition_is_turned_round():
    source = "def f(x):\n    while x:\n        if x > 2:\n            break\n        x -= 1\n    return x\n"
    sources = [mutant.source for mutant in mutants(source)]
    assert any("while not x" in each for each in sources)
    assert any("if not x > 2" in each for each in sources)
    assert any("pass" in each and "break" not in each for each in sources)


def test_constants_that_students_choose_are_no_functions():
    assert mutants("ANSWER = 1 + 2\n") == []


def test_the_other_functions_of_the_cell_stay():
    for mutant in mutants("def f(x):\n    return x + 1\n\ndef g(x):\n    return x\n"):
        forgets, *defines = ast.parse(mutant.source).body
        assert ast.unparse(forgets) == "[globals().pop(name, None) for name in ['f', 'g']]"
        assert [node.name for node in defines] == ["f", "g"]


def test_methods_of_a_class_are_mutated():
    found = mutants("class Net:\n    def forward(self, x):\n        return x * 2\n")
    assert {mutant.function for mutant in found} == {"Net"}
    assert "return x / 2" in {mutant.after for mutant in found}
