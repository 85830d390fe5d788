"""Patched libraries, builtins, hooks, and this package's own modules: none of them runs where the verdict is made."""

from case import STEP, Adversary, cheat

CASES = [
    cheat(
        "patched_torch",
        "patched torch comparisons say nothing",
        "import torch\nfor name in ('allclose', 'isclose', 'equal', 'eq', 'is_tensor'):\n"
        "    setattr(torch, name, lambda *a, **k: True)\n"
        "torch.testing.assert_close = lambda *a, **k: None",
    ),
    cheat(
        "patched_tensor_methods",
        "patched methods of Tensor say nothing",
        "import torch\nfor name in ('__eq__', '__ne__', 'allclose', 'equal', 'isclose', 'all', '__bool__'):\n"
        "    setattr(torch.Tensor, name, lambda *a, **k: True)",
    ),
    cheat(
        "patched_pytest",
        "a patched pytest says nothing",
        "import pytest, _pytest.runner, _pytest.assertion.rewrite\npytest.main = lambda *a, **k: 0\n"
        "_pytest.runner.pytest_runtest_protocol = lambda *a, **k: True\npytest.fail = lambda *a, **k: None",
    ),
    cheat(
        "patched_builtins",
        "patched builtins cost the session at most",
        "import builtins\n_isinstance = builtins.isinstance\n"
        "builtins.abs = builtins.max = builtins.sorted = lambda *a, **k: 0\n"
        "builtins.all = builtins.any = lambda *a: True\nbuiltins.AssertionError = KeyError\n"
        "builtins.print = lambda *a, **k: None",
    ),
    cheat(
        "patched_import",
        "a patched __import__ says nothing",
        "import builtins\n_import = builtins.__import__\n"
        "def fake(name, *a, **k):\n    module = _import(name, *a, **k)\n"
        "    if name.startswith('autograder') and hasattr(module, 'assert_close'):\n"
        "        module.assert_close = lambda *a, **k: None\n    return module\nbuiltins.__import__ = fake",
    ),
    cheat(
        "patched_json",
        "a json that claims other points says nothing",
        "import json\n_dumps = json.dumps\n"
        "json.dumps = lambda o, *a, **k: _dumps(o, *a, **k).replace('failed', 'passed')\n"
        "json.loads = lambda *a, **k: {'results': []}",
    ),
    cheat(
        "patched_os_and_struct",
        "patched os.write, os.fork and struct say nothing",
        "import os, struct\n_write = os.write\n"
        "os.write = lambda fd, data: _write(fd, data.replace(b'failed', b'passed'))\n"
        "struct.Struct = lambda *a: None",
    ),
    cheat(
        "patched_socket",
        "a patched socket changes no verdict",
        "import socket\nsocket.socket.sendall = lambda self, data, *a: None\n"
        "socket.create_connection = lambda *a, **k: None",
    ),
    cheat(
        "input_transformer",
        "an input transformer that drops asserts has no tests to drop them from",
        "def drop(lines):\n    return [line for line in lines if 'assert' not in line and 'check()' not in line]\n"
        "get_ipython().input_transformers_cleanup.append(drop)\n"
        "get_ipython().input_transformers_post.append(drop)",
    ),
    cheat(
        "ast_transformer",
        "an AST transformer that drops asserts has no tests to drop them from",
        "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node):\n        return ast.Pass()\n"
        "get_ipython().ast_transformers.append(Drop())",
    ),
    cheat(
        "cell_events",
        "hooks before and after each cell forge nothing",
        "def forge(*a):\n    globals()['check'] = lambda *a: None\n    print(3.5)\n"
        "for name in ('pre_run_cell', 'post_run_cell', 'pre_execute', 'post_execute'):\n"
        "    get_ipython().events.register(name, forge)",
    ),
    cheat(
        "patched_run_cell",
        "a shell that runs other cells says nothing",
        "shell = type(get_ipython())\n_run = shell.run_cell\n"
        "def run(self, source, *a, **k):\n    return _run(self, '15', *a, **k)\n"
        "shell.run_cell = run",
        expected=0,
    ),
    cheat(
        "fake_modules",
        "modules put into sys.modules say nothing",
        "import sys, types\nfor name in ('pytest', 'json', 'torch.testing', 'autograder.exercise.compare'):\n"
        "    sys.modules[name] = types.ModuleType(name)",
    ),
    cheat(
        "patched_kit",
        "the kit's own check, points and assert_close are not those of the judge",
        "import autograder\nautograder.assert_close = autograder.check = lambda *a, **k: None\n"
        "autograder.points = lambda *a, **k: (lambda f: f)\n"
        "import autograder.exercise.compare as c\nc.assert_close = lambda *a, **k: None\n"
        "assert_close = check = lambda *a, **k: None",
    ),
    cheat(
        "patched_judge_modules",
        "the judge's modules can be patched here without reaching the judge",
        "import autograder.judge.verdict as v\nv.Result.earned = property(lambda self: self.points)\n"
        "import autograder.judge.run as r\nr.run_tests = lambda *a, **k: None",
    ),
    cheat(
        "patched_server",
        "a server that answers what it likes has still to know the answer",
        "import autograder.session.serve as s\n"
        "def answer(self, tree, buffers):\n"
        "    self._channel.send({'ok': True, 'fresh': [], 'changed': [], 'written': {}})\n"
        "s.Server._answer = answer",
        expected=0,
    ),
    cheat(
        "patched_encoder",
        "an encoder that always answers True answers wrong",
        "import autograder.wire.values as w\nw.Encoder.encode = lambda self, value: True",
        expected=0,
    ),
    cheat(
        "patched_channel",
        "a channel that sends success for each answer sends no verdict",
        "import autograder.wire.frames as f\n_send = f.Channel.send\n"
        "def send(self, tree, buffers=()):\n"
        "    if isinstance(tree, dict) and 'ok' in tree:\n"
        "        tree = {**tree, 'ok': 'passed', 'outcome': 'passed'}\n"
        "    return _send(self, tree, buffers)\nf.Channel.send = send",
        expected=STEP,  # it gives nothing back: what it does in place, it does
    ),
    cheat(
        "settrace",
        "a tracer that rewrites locals finds no test to rewrite",
        "import sys\ndef trace(frame, event, arg):\n"
        "    if 'wanted' in frame.f_locals:\n        frame.f_locals['got'] = frame.f_locals['wanted']\n"
        "    return trace\nsys.settrace(trace)\nsys.setprofile(lambda *a: None)",
    ),
    Adversary(
        "patched_torch_stays_right",
        "right answers in a session with patched comparisons stay right",
        double="import torch\ntorch.allclose = lambda *a, **k: False\ndef double(x):\n    return 2 * x\n",
    ),
]
