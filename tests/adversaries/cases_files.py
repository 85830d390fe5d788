"""Files that are handed in beside the notebook: modules in the place of libraries, links, pipes, large ones."""

from case import FULL, HONEST, REST, Adversary, cheat

FAKE_TORCH = b"def allclose(*a, **k):\n    return True\nequal = isclose = allclose\n"
EVIL = b"import builtins, os\nbuiltins.abs = lambda *a: 0\nos.environ['CANARY'] = '1'\n"


def _beside(name, claim, **files):
    """An honest notebook with files that would harm: nothing of them counts."""
    return Adversary(name, claim, files={file.replace("__", "."): data for file, data in files.items()})


def _no_copy(room):
    copies = [path for folder in ("autograded", "feedback") for path in (room.course.root / folder).rglob("numbers.db")]
    assert copies == [], "the gradebook was copied to where feedback goes"


CASES = [
    cheat(
        "submitted_torch",
        "a submitted torch.py takes the place of no library",
        "import torch",
        files={"torch.py": FAKE_TORCH, "pytest.py": FAKE_TORCH, "numpy.py": FAKE_TORCH},
    ),
    cheat(
        "submitted_kit",
        "a submitted autograder.py takes the place of nothing",
        "",
        files={"autograder.py": b"check = points = assert_close = lambda *a, **k: (lambda *a: None)\n"},
    ),
    cheat(
        "submitted_conftest",
        "a submitted conftest.py and pytest.ini configure nothing",
        "",
        files={
            "conftest.py": b"def pytest_pyfunc_call(pyfuncitem): return True\n",
            "pytest.ini": b"[pytest]\naddopts = --collect-only\n",
            "pyproject.toml": b"[tool.pytest]\n",
            "cheats.tests": b"",
        },
    ),
    cheat(
        "submitted_sitecustomize",
        "a submitted sitecustomize.py, usercustomize.py and evil.pth are not run",
        "import os\nassert 'CANARY' not in os.environ\nimport sys",
        files={"sitecustomize.py": EVIL, "usercustomize.py": EVIL, "evil.pth": b"import os; os._exit(0)\n"},
    ),
    _beside(
        "submitted_library", "a submitted library is left out", torch__so=b"\x7fELF", json__pyd=b"MZ", x__pyc=b"\0" * 20
    ),
    _beside(
        "submitted_config",
        "submitted configuration of nbgrader and Jupyter configures nothing",
        nbgrader_config__py=b"c = get_config()\nc.Autograde.autograde_preprocessors = []\n",
        jupyter_nbconvert_config__py=b"raise SystemExit\n",
        ipython_config__py=b"raise SystemExit\n",
    ),
    Adversary(
        "link_to_gradebook",
        "a link to the gradebook is not followed",
        files={"db.txt": b""},
        links={"numbers.db": "@COURSE@/gradebook.db"},
        expected=REST,
        double="def double(x):\n    import os\n    open('numbers.db', 'rb').read(1)\n    return 2 * x\n",
        leaves=_no_copy,
    ),
    Adversary(
        "link_to_a_folder",
        "a link to the course folder is not followed",
        links={"course": "@COURSE@"},
        expected=REST,
        double="import os\nprint(os.listdir('course'))\n",
    ),
    Adversary("dangling_link", "a link to nowhere costs nothing", links={"nowhere.txt": "/nowhere/at/all"}),
    Adversary("pipe", "a named pipe beside the notebook costs nothing", links={"pipe.txt": "fifo:"}),
    Adversary(
        "link_in_place_of_the_notebook",
        "a link to another's notebook is not graded as one's own",
        expected=0,
        links={"cheats.ipynb": "@COURSE@/submitted/a_honest/cheats/cheats.ipynb"},
    ),
    Adversary(
        "huge_file",
        "a file of 30 MB beside the notebook is left out and costs nothing",
        files={"huge.csv": b"1,2,3\n" * (5 << 20)},
    ),
    Adversary(
        "file_names_with_html",
        "a file whose name is HTML is escaped",
        files={"<img src=x onerror=alert(1)>.csv": b"1\n", "<script>alert(2)<.so": b"1", "\x1b[31mred.so": b"1"},
    ),
    Adversary("file_name_not_utf8", "a file whose name is no text costs nothing", files={"a\udcff.csv": b"1\n"}),
    Adversary("forged_timestamp", "a timestamp that is none costs nothing", files={"timestamp.txt": b"<b>yesterday\0"}),
    Adversary(
        "helper_module",
        "an honest helper module beside the notebook is used",
        double="from my_helper import double\n",
        files={"my_helper.py": HONEST["double"].encode()},
        expected=FULL,
    ),
]
