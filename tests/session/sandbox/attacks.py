"""What a session may try and what it may need, each a function that is run inside one.

An attack returns "closed", or what it got. Nothing here reaches further than the test's own files, sockets and
process; signals are the harmless 0.
"""

import concurrent.futures.thread
import ctypes
import errno
import multiprocessing
import multiprocessing.connection
import multiprocessing.pool
import multiprocessing.popen_fork
import multiprocessing.queues
import multiprocessing.synchronize
import os
import socket
import subprocess
import tempfile
import threading

_PTRACE_SEIZE = 0x4206


class Target:
    """Things of the grader's that a session must not reach."""

    def __init__(self, folder):
        self.folder = folder
        os.chmod(folder, 0o755)  # so that no file mode stands in the way of what the layers must close
        self.secret = os.path.join(folder, "gradebook.db")
        with open(self.secret, "w", encoding="utf-8") as file:
            file.write("grades")
        os.chmod(self.secret, 0o666)
        os.mkdir(os.path.join(folder, "open"), 0o777)
        os.chmod(os.path.join(folder, "open"), 0o777)
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.named = socket.socket(socket.AF_UNIX)
        self.named.bind(os.path.join(folder, "socket"))
        os.chmod(os.path.join(folder, "socket"), 0o777)
        self.named.listen()
        self.abstract = socket.socket(socket.AF_UNIX)
        self.abstract_name = f"\0autograder-test-{os.getpid()}"
        self.abstract.bind(self.abstract_name)
        self.abstract.listen()
        self.pid = os.getpid()

    def close(self):
        for one in (self.tcp, self.udp, self.named, self.abstract):
            one.close()


def _read(target):
    with open(target.secret, encoding="utf-8") as file:
        return file.read()


def _write(target):
    with open(os.path.join(target.folder, "open", f"mark-{os.getpid()}"), "w", encoding="utf-8") as file:
        return file.write("x")


def _change(target):
    with open(target.secret, "a", encoding="utf-8") as file:
        return file.write("x")


def _change_the_package(target):
    with open(os.path.join(os.path.dirname(os.path.abspath(os.__file__)), "autograder-test.tmp"), "x") as file:
        os.unlink(file.name)
        return "wrote"


def _list(target):
    return os.listdir(target.folder)


def _home(target):
    return [os.listdir(folder) for folder in ("/root", "/home")]


def _tcp(target):
    with socket.socket() as one:
        one.settimeout(5)
        return one.connect(target.tcp.getsockname()) or "connected"


def _udp(target):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        return one.sendto(b"x", target.udp.getsockname())


def _named(target):
    with socket.socket(socket.AF_UNIX) as one:
        return one.connect(target.named.getsockname()) or "connected"


def _abstract(target):
    with socket.socket(socket.AF_UNIX) as one:
        return one.connect(target.abstract_name) or "connected"


def _signal(target):
    return os.kill(target.pid, 0) or "reached"


def _ptrace(target):
    if ctypes.CDLL(None, use_errno=True).ptrace(_PTRACE_SEIZE, target.pid, None, None) == -1:
        raise OSError(ctypes.get_errno(), "ptrace")
    return "traced"


def _process_list(target):
    if str(target.pid) not in os.listdir("/proc"):
        raise ProcessLookupError
    return "listed"


def _command_line(target):
    with open(f"/proc/{target.pid}/cmdline", "rb") as file:
        return repr(file.read())


def _memory(target):
    with open(f"/proc/{target.pid}/mem", "rb") as file:
        return repr(file)


def _namespace(target):
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000) == -1:
        raise OSError(ctypes.get_errno(), "unshare")
    return "a user namespace"


#: Each attack with the mechanisms of which one (or, in a tuple, all of its members) is enough to close it.
ATTACKS = {
    "read a file of the course": (_read, {"landlock", "mount namespace"}),
    "write a new file outside": (_write, {"landlock", "mount namespace"}),
    "change a file outside": (_change, {"landlock", "mount namespace"}),
    "change Python itself": (_change_the_package, {"landlock", "mount namespace"}),
    "list a folder of the course": (_list, {"landlock", "mount namespace"}),
    "list the homes": (_home, {"landlock"}),
    "connect by TCP": (_tcp, {"socket filter", "network namespace"}),
    "send by UDP": (_udp, {"socket filter", "network namespace"}),
    "connect to a named socket": (_named, {"mount namespace"}),
    "connect to an abstract socket": (_abstract, {"network namespace", "landlock scope"}),
    "signal the grader": (_signal, {"pid namespace", "landlock scope", "spare uid"}),
    "trace the grader": (_ptrace, {"system call filter", "pid namespace", "landlock"}),
    "see the grader in the process list": (_process_list, {"landlock", ("pid namespace", "mount namespace")}),
    "read the grader's command line": (_command_line, {"landlock", ("pid namespace", "mount namespace")}),
    "read the grader's memory": (_memory, {"landlock", ("pid namespace", "mount namespace")}),
    "make a namespace": (_namespace, {"system call filter"}),
}


def _fork():
    child = os.fork()
    if child == 0:
        os._exit(7)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _pool():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return pool.map(abs, [-1, -2])


def _subprocess():
    return subprocess.run("ls; echo done", shell=True, capture_output=True, text=True, check=True).stdout.split()


def _threads():
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(abs, [-1, -2, -3]))


def _tempfile():
    with tempfile.NamedTemporaryFile("w+") as file:
        file.write("x")
        file.seek(0)
        return file.read()


def _work():
    with open("answer.txt", "w", encoding="utf-8") as file:
        file.write("x")
    os.mkdir("folder")
    os.rename("answer.txt", "folder/answer.txt")
    with open("data.csv", encoding="utf-8") as file:
        return file.read()


def _socket_pair():
    one, other = socket.socketpair()
    with one, other:
        one.send(b"x")
        return other.recv(1).decode()


def _lock():
    with threading.Lock(), multiprocessing.get_context("fork").Lock():
        return "locked"


def _randomness():
    with open("/dev/urandom", "rb") as source, open("/dev/null", "wb") as sink:
        return sink.write(source.read(4))


#: What ordinary notebooks do, with what must come of it.
NEEDS = {
    "a fork": (_fork, 7),
    "a pool of processes": (_pool, [1, 2]),
    "a shell command": (_subprocess, ["data.csv", "done"]),
    "threads": (_threads, [1, 2, 3]),
    "a temporary file": (_tempfile, "x"),
    "the files of the course": (_work, "1,2\n"),
    "a pair of sockets": (_socket_pair, "x"),
    "a lock": (_lock, "locked"),
    "random bytes": (_randomness, 4),
}


def all_of_it(target):
    """Run every need and every attack; return what came of each."""
    outcome = {}
    for name in sorted(NEEDS, key=lambda name: name == "the files of the course"):  # which leaves a folder
        try:
            outcome[name] = NEEDS[name][0]()
        except BaseException as error:
            outcome[name] = f"{type(error).__name__}: {error}"
    for name, (attack, _) in ATTACKS.items():
        try:
            outcome[name] = attack(target)
        except (OSError, ValueError) as error:
            closed = getattr(error, "errno", None) != errno.EMFILE
            outcome[name] = "closed" if closed else str(error)
    return outcome
