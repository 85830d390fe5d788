"""Reaching for the gradebook, other submissions, the machine's files, and the network (the test's own sockets)."""

from case import HONEST, Adversary

EVERYWHERE = """\
import os, site, sys, sysconfig
places = ['@COURSE@', '@COURSE@/submitted/a_honest/cheats', '@COURSE@/autograded', '@HOME@', '/', '/etc', '/usr',
          '/var/tmp', '/tmp', '/dev/shm', sys.prefix, sysconfig.get_paths()['purelib'],
          os.path.dirname(__import__('autograder').__file__)]
for place in places:
    try:
        with open(os.path.join(place, '@CANARY@-file'), 'w') as file:
            file.write('here')
    except OSError as error:
        print(type(error).__name__)
"""
PTH = """\
import os, sysconfig
for name in ('@CANARY@.pth', 'sitecustomize.py', 'usercustomize.py', 'torch.py'):
    for place in (sysconfig.get_paths()['purelib'], os.path.expanduser('~/.local/lib/python3.11/site-packages')):
        try:
            os.makedirs(place, exist_ok=True)
            open(os.path.join(place, name), 'x').write('import os; os.environ["CANARY"] = "1"')
        except OSError as error:
            print(type(error).__name__)
"""
GRADEBOOK = """\
import glob, os, sqlite3
for path in ['@COURSE@/gradebook.db', *glob.glob('/**/gradebook.db', recursive=True)]:
    try:
        with sqlite3.connect(path) as db:
            db.execute('update grade set auto_score = 999, manual_score = 999')
            db.commit()
    except sqlite3.Error as error:
        print(error)
"""
OTHERS = """\
import glob, os
for path in glob.glob('@COURSE@/submitted/*/cheats/*.ipynb') + ['@COURSE@/submitted/a_honest/cheats/cheats.ipynb']:
    try:
        open(path, 'w').write('{}')
    except OSError as error:
        print(error)
"""
CONNECT = """\
import os, socket
def say(kind, address, family=socket.AF_INET):
    try:
        with socket.socket(family, kind) as s:
            s.settimeout(1)
            s.connect(address)
            s.send(b'canary')
    except (OSError, ValueError) as error:
        print(type(error).__name__)
"""


def _tries(name, claim, source, **others):
    return Adversary(name, claim, double=source + HONEST["double"], **others)


CASES = [
    _tries("writes_everywhere", "a file that is written anywhere stays in the session", EVERYWHERE),
    _tries("writes_libraries", "no library of the grader's can be written", PTH),
    _tries("writes_gradebook", "the gradebook cannot be reached", GRADEBOOK),
    _tries("writes_others", "other submissions cannot be reached", OTHERS),
    _tries("tcp", "no TCP connection leaves the session", CONNECT + "say(socket.SOCK_STREAM, ('127.0.0.1', @TCP@))\n"),
    _tries("udp", "no UDP packet leaves the session", CONNECT + "say(socket.SOCK_DGRAM, ('127.0.0.1', @UDP@))\n"),
    _tries(
        "dns",
        "no name is looked up: a query reaches not even a server on this machine",
        CONNECT + "import struct\nquery = struct.pack('>6H', 1, 256, 1, 0, 0, 0) + b'\\x06canary\\x00' + "
        "struct.pack('>2H', 1, 1)\n"
        "try:\n    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(query, ('127.0.0.1', @UDP@))\n"
        "except OSError as error:\n    print(error)\n",
    ),
    _tries(
        "tcp_by_program",
        "no program of the machine connects either",
        "import subprocess\nsubprocess.run(['/bin/bash', '-c', 'echo canary > /dev/tcp/127.0.0.1/@TCP@'])\n",
    ),
    _tries(
        "named_socket",
        "a named UNIX socket outside cannot be reached",
        CONNECT + "say(socket.SOCK_STREAM, '@UNIX@', socket.AF_UNIX)\n",
    ),
    _tries(
        "abstract_socket",
        "an abstract UNIX socket outside cannot be reached",
        CONNECT + "say(socket.SOCK_STREAM, '\\0@ABSTRACT@', socket.AF_UNIX)\n",
    ),
    _tries(
        "shared_memory",
        "shared memory and queues of the machine cannot be reached",
        "import multiprocessing.shared_memory as m\ntry:\n"
        "    s = m.SharedMemory('@CANARY@-shm', create=True, size=100)\n"
        "except OSError as error:\n    print(error)\n",
    ),
    _tries(
        "new_namespaces",
        "the way out by namespaces, mounts and modules is closed",
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "print(libc.unshare(0x10000000), libc.mount(b'none', b'/', b'tmpfs', 0, 0), libc.chroot(b'/'), "
        "libc.setns(0, 0))\nfor call in (lambda: os.setuid(0), lambda: os.chmod('/tmp', 0o777)):\n"
        "    try: call()\n    except OSError as error: print(error)\n",
    ),
    _tries(
        "ld_preload",
        "LD_PRELOAD and PYTHONSTARTUP reach the student's own programs only",
        "import os, subprocess\nos.environ.update(LD_PRELOAD=os.getcwd() + '/evil.so', PYTHONSTARTUP='evil.py',\n"
        "    PYTHONPATH=os.getcwd(), BASH_ENV='evil.sh', PYTEST_ADDOPTS='--collect-only', PYTEST_PLUGINS='evil')\n"
        "open('evil.py', 'w').write('raise SystemExit')\nsubprocess.run(['/bin/true'], stderr=subprocess.DEVNULL)\n",
    ),
]
