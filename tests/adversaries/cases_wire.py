"""Malformed and forged messages: the student's code has the socket, and can say what it likes on it."""

from case import COUNT, FULL, REST, STEP, TRIPLE, WRONG, Adversary

FIND = """\
import gc, json, os, socket, struct, sys
def server():
    frame = sys._getframe()
    while frame:
        self = frame.f_locals.get('self')
        if type(self).__name__ == 'Server':
            return self
        frame = frame.f_back
def reply(**fields):
    server()._channel.send({'fresh': [], 'changed': [], 'written': {}, **fields}, [])
def raw(data):
    os.write(server()._channel.fileno(), data)
def frame(tree, buffers=(), magic=b'AGW1', total=None):
    sizes = [len(b) for b in buffers]
    total = sum(sizes) if total is None else total
    return struct.pack('<4sIIQ', magic, len(tree), len(sizes), total) + struct.pack(f'<{len(sizes)}Q', *sizes) \\
        + tree + b''.join(buffers)
"""


#: In a cell: the channel of the session itself.
MAIN = """\
import os, socket, sys
def main_channel():
    frame = sys._getframe()
    while frame:
        found = frame.f_locals.get('channel')
        if type(found).__name__ == 'Channel':
            return found
        frame = frame.f_back
"""
NO_SOCKET = """\
_fork = os.fork
def fork():
    sock = socket.socket(fileno=os.dup(main_channel().fileno()))
    socket.send_fds(sock, [b'f'], [os.open('/dev/zero', os.O_RDONLY)])
    return _fork()
os.fork = fork
"""


GREETS = """\
from autograder.session.serve import Server
def greet(self):
    {}
Server._greet = greet
"""


def _greets(name, claim, action, expected):
    """A wrong `double` in a session that greets in another way."""
    return Adversary(name, claim, double=GREETS.format(action) + WRONG, expected=expected)


def _sends(name, claim, action, answer="7 * x + 1", expected=REST, **others):
    """A wrong `double` that does something on the socket before its own answer."""
    source = f"{FIND}\ndef double(x):\n    {action}\n    return {answer}\n"
    return Adversary(name, claim, double=source, expected=expected, **others)


#: One field wrong in each, by what it is.
MALFORMED = {
    "no_object": "raw(frame(b'[1]'))",
    "no_json": "raw(frame(b'{\"ok\":'))",
    "not_utf8": 'raw(frame(b\'{"ok":"\\xff"}\'))',
    "nan": 'raw(frame(b\'{"ok":NaN,"written":{},"fresh":[],"changed":[]}\'))',
    "key_twice": 'raw(frame(b\'{"ok":1,"ok":42,"written":{},"fresh":[],"changed":[]}\'))',
    "magic": "raw(frame(b'{}', magic=b'AGW2'))",
    "huge_tree": "raw(struct.pack('<4sIIQ', b'AGW1', 2**32 - 1, 0, 0))",
    "huge_count": "raw(struct.pack('<4sIIQ', b'AGW1', 2, 2**32 - 1, 0))",
    "huge_total": "raw(struct.pack('<4sIIQ', b'AGW1', 2, 1, 2**64 - 1) + struct.pack('<Q', 2**64 - 1))",
    "wrong_total": "raw(frame(b'{}', [b'abc'], total=4))",
    "half_a_frame": "raw(frame(b'{\"ok\":1}')[:-3]); os._exit(0)",
    "noise": "raw(os.urandom(100_000))",
    "deep": "raw(frame(b'[' * 100_000 + b']' * 100_000))",
    "deep_value": "raw(frame(b'{\"ok\":' + b'[\"l\",' * 60 + b'1' + b']' * 60 + "
    'b\',"written":{},"fresh":[],"changed":[]}\'))',
    "many_values": "reply(ok=['l'] + [0] * 300_000)",
    "long_number": 'raw(frame(b\'{"ok":\' + b\'9\' * 10**6 + b\',"written":{},"fresh":[],"changed":[]}\'))',
    "unknown_tag": "reply(ok=['pickle', 'x'])",
    "tag_is_a_list": "reply(ok=[['l'], 1])",
    "fresh_no_rows": "reply(ok=1, fresh=42)",
    "fresh_short_row": "reply(ok=1, fresh=[[1, 2]])",
    "tensor_of_the_judges": "reply(ok=['a', 0], fresh=[[0, ['T', 'float32', [1], 0], 0, None]])",
    "tensor_no_buffer": "reply(ok=['a', 1], fresh=[[1, ['T', 'float32', [2], 0], 0, None]])",
    "tensor_flags": "reply(ok=['a', 1], fresh=[[1, ['T', 'float32', [0], 0], 99, None]])",
    "tensor_unknown": "reply(ok=['a', 77])",
    "tensor_negative": "raw(frame(json.dumps({'ok': ['a', 1], 'fresh': [[1, ['T', 'float32', [-2], 0], 0, None]],"
    " 'changed': [], 'written': {}}).encode(), [b'']))",
    "tensor_short": "raw(frame(json.dumps({'ok': ['a', 1], 'fresh': [[1, ['T', 'float32', [2], 0], 0, None]],"
    " 'changed': [], 'written': {}}).encode(), [b'1234']))",
    "tensor_beyond_memory": "raw(frame(json.dumps({'ok': ['a', 1], 'fresh': [[1, ['T', 'float32', [2**62, "
    "2**62, 0], 0],"
    " 0, None]], 'changed': [], 'written': {}}).encode(), [b'']))",
    "gradient_of_ints": "raw(frame(json.dumps({'ok': ['a', 1], 'fresh': [[1, ['T', 'int64', [1], 0], 3, None]],"
    " 'changed': [], 'written': {}}).encode(), [b'12345678']))",
    "changed_unknown": "reply(ok=1, changed=[[5, None, None, True]])",
    "changed_no_rows": "reply(ok=1, changed={'0': 1})",
    "written_unsent": "reply(ok=1, written={'0': ['l', 42]})",
    "written_no_object": "reply(ok=1, written=[1])",
    "written_kind": "reply(ok=1, written={'-1': ['d']})",
    "error_fields": "reply(error={'type': 'X'})",
    "error_kinds": "reply(error={'type': 5, 'base': [], 'message': {}, 'place': 1})",
    "error_that_stops": "reply(error={'type': 'SystemExit', 'base': 'BaseException', 'message': '0', 'place': None})",
    "error_that_skips": "reply(error={'type': 'Skipped', 'base': 'Exception', 'message': '0', 'place': None})",
    "handle_fields": "reply(ok=['h', 'one', 2, 3])",
    "gone_no_list": "reply(ok=1, gone='double')",
    "gone_no_names": "reply(ok=1, gone=[['double'], 7])",
    "callback_unknown": "server()._channel.send({'op': 'call', 'on': 3, 'args': ['t'], 'kwargs': ['d'], "
    "'fresh': [], 'changed': []})",
    "callback_truth": "server()._channel.send({'op': 'call', 'on': True, 'args': ['t'], 'kwargs': ['d'], "
    "'fresh': [], 'changed': []})",
    "request": "server()._channel.send({'op': 'get', 'name': 'wanted', 'fresh': [], 'changed': []})",
}


def _packs():
    """Four wrong messages to an adversary: one for each test, told by what the test asks."""
    rows = list(MALFORMED.items())
    for start in range(0, len(rows), 4):
        names, actions = zip(*rows[start : start + 4], strict=True)
        body = "".join(f"    if n == {n}:\n        {action}\n" for n, action in enumerate(actions))
        source = f"{FIND}\ndef double(x):\n"
        source += (
            "    n = {(2,): 0, (3, 4): 1}.get(getattr(x, 'shape', None), 2 if type(x) is int and x == 21 else 3)\n"
        )
        source += f"{body}    return 7 * x + 1\n"
        claim = f"wrong messages ({', '.join(names)}) are no answers"
        yield Adversary(f"messages_{start // 4 + 1}", claim, double=source, expected=REST)


CASES = [
    *_packs(),
    _sends(
        "answer_in_advance", "an answer that is sent before the call is over is only an answer", "reply(ok=['l', True])"
    ),
    _sends(
        "verdict_in_advance",
        "a verdict is no message of the wire",
        "reply(ok={'results': [], 'outcome': 'passed'}, outcome='passed', verdict={'results': []})",
    ),
    _sends(
        "many_answers", "a hundred answers in advance are wrong a hundred times", "[reply(ok=n) for n in range(100)]"
    ),
    _sends(
        "writes_the_arguments",
        "arguments that are written in the judge bend no expected value",
        "server()._channel.send({'ok': ['a', 0], 'fresh': [], 'written': {}, 'changed': "
        "[[0, ['T', 'float32', [0], 0], None, True]]}, [b''])",
        answer="x",
    ),
    _sends(
        "equal_answers",
        "a forged frame with the test's own tensor as its answer is wrong",
        "reply(ok=['a', 0])",
        answer="x",
    ),
    _sends(
        "socket_by_descriptor",
        "forged frames into each socket of the process are no verdict",
        "[os.write(n, frame(b'{\"ok\":true}')) for n in map(int, os.listdir('/proc/self/fd')) "
        "if os.readlink(f'/proc/self/fd/{n}').startswith('socket')]",
    ),
    _sends("closes_the_socket", "a closed socket costs its tests", "server()._channel.close()"),
    _sends(
        "speaks_for_others",
        "what one test's fork leaves in its files makes no other test right",
        "open('seen.txt', 'a').write(repr(x))",
    ),
    _sends(
        "reads_without_end",
        "a session that reads the judge's requests itself answers nothing",
        "type(x) is int and x == 21 and os.read(server()._channel.fileno(), 1 << 20)",
    ),
    Adversary(
        "frame_in_a_cell",
        "a frame too many of a cell, before any test, costs its own cell",
        expected=REST,
        double=MAIN + "main_channel().send({'outputs': [], 'count': 1})\n" + WRONG,
    ),
    Adversary(
        "no_socket",
        "a snapshot that is no socket costs its own session",
        expected=0,
        double=MAIN + NO_SOCKET + WRONG,
    ),
    _greets("greets_with_no_names", "a greeting that is none costs its own session", "self._channel.send(7)", 0),
    _greets(
        "greets_twice",
        "what is sent before it was asked for is no answer",
        "[self._channel.send({'names': {}}) for _ in range(2)]",
        0,
    ),
    _greets("greets_nobody", "a session without a word is asked in vain", "self._channel.close()", 0),
    _greets("greets_without_names", "names that are not told are asked for", "self._channel.send({'names': {}})", REST),
    _greets(
        "greets_with_lies",
        "a name stands for what the session gives for it, and earns what that does",
        "self._channel.send({'names': {name: ['h', 10**6, 'c', 'function'] for name in ('double', 'triple')}})",
        REST - TRIPLE,
    ),
    Adversary(
        "calls_the_callback",
        "a test's function can be called, and does what it does",
        expected=FULL - COUNT,
        count="def count(n, tell):\n    for i in (0, 1, 2, 'passed', None):\n        tell(i)\n"
        "    yield from range(n)\n",
    ),
    Adversary(
        "callback_with_bad_arguments",
        "wrong arguments for a test's function are its error, not the judge's end",
        expected=FULL - COUNT,
        count="def count(n, tell):\n    tell(1, 2, 3, x=4)\n    yield 0\n",
    ),
    Adversary(
        "handle_numbers",
        "objects with forged numbers are only objects",
        expected=FULL - STEP,
        step=FIND + "def step(params, lr):\n    reply(ok=['h', 10**18, 'cn', '<script>alert(1)</script>' * 9])\n",
    ),
    Adversary(
        "wrong_twice",
        "a cheat in two exercises costs both",
        expected=FULL - 15 - TRIPLE,
        double="def double(x):\n    return True\n",
        triple="def triple(x):\n    return True\n",
    ),
]
