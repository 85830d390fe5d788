"""What code shows and says: forged verdicts, odd displays, and HTML in names, values and errors."""

from case import FULL, HONEST, REST, TRIPLE, WRONG, Adversary

MIME = "application/vnd.autograder.verdict+json"

CASES = [
    Adversary(
        "surrogate_printed",
        "half a character in an output costs nothing",
        double="print('\\ud800 and \\udfff')\n" + HONEST["double"],
    ),
    Adversary(
        "displayed_verdict",
        "a verdict that code displays is only a display",
        expected=REST,
        double=f"from IPython.display import display\ndisplay({{{MIME!r}: {{'results': []}}, 'text/plain': '255'}}, "
        f"raw=True)\n{WRONG}\n255.0",
    ),
    Adversary(
        "odd_outputs",
        "odd displays cost nothing, and the feedback is made",
        double="from IPython.display import display\n"
        "for data in ({'image/png': '<b>', 'image/svg+xml': ['<svg onload=alert(1)>', 'x']}, {'text/html': 5},\n"
        "             {'text/latex': '$'}, {'application/json': [1, {'a': None}]}, {'a': 1}, {}):\n"
        "    display(data, raw=True, metadata={'image/png': 5, 'width': [1]})\n" + HONEST["double"],
    ),
    Adversary(
        "deep_output",
        "a display nested as deep as may be costs nothing",
        double="from IPython.display import display\na = []\nfor _ in range(60):\n    a = [a]\n"
        "display({'application/json': a}, raw=True, metadata={'a': a})\n" + HONEST["double"],
    ),
    Adversary(
        "html_in_errors",
        "HTML and ANSI in the names and texts of errors are escaped",
        expected=REST,
        double="E = type('<script>alert(3)</script>\\x1b[31m', (Exception,), {'__module__': '<b>'})\n"
        "def double(x):\n    raise E('<script>alert(4)</script>\\x1b[31m\\ud800')\n",
    ),
    Adversary(
        "html_in_values",
        "HTML in wrong values is escaped",
        expected=REST,
        double="def double(x):\n    return '<script>alert(5)</script>'\n",
    ),
    Adversary(
        "html_in_names",
        "HTML in the name of a function is escaped",
        expected=FULL - TRIPLE,
        triple="def triple(x):\n    return type('<script>alert(6)</script>', (), {})()\n",
    ),
    Adversary(
        "markers",
        "nbgrader's own markers in an answer hide and show nothing",
        double="### BEGIN HIDDEN TESTS\n" + HONEST["double"] + "### BEGIN SOLUTION\n### END MARK SCHEME\n",
    ),
]
