"""A process whose memory lies in huge pages is the same process, and forks are quicker."""

import mmap
import sys

import pytest

from autograder.session import hugepages

if sys.platform != "linux":
    pytest.skip("madvise(2) is Linux's", allow_module_level=True)


def huge_kilobytes():
    with open("/proc/self/smaps_rollup") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("AnonHugePages"))


def test_memory_keeps_what_it_holds_and_lies_in_huge_pages():
    with mmap.mmap(-1, 16 * hugepages.HUGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory.write(bytes(range(256)) * (len(memory) // 256))
        before = huge_kilobytes()
        done = hugepages.collapse()
        if not done:
            pytest.skip("this kernel has no MADV_COLLAPSE, or no huge page is free")
        assert huge_kilobytes() > before
        assert memory[:] == bytes(range(256)) * (len(memory) // 256)


@pytest.mark.parametrize("gone", [OSError("no libc"), AttributeError("no madvise")])
def test_a_system_without_it_stays_as_it_is(monkeypatch, gone):
    def missing(name):
        raise gone

    monkeypatch.setattr(hugepages.ctypes, "CDLL", missing)
    assert hugepages.collapse() == 0


def test_a_refusal_is_borne(monkeypatch):
    monkeypatch.setattr(hugepages, "MADV_COLLAPSE", 9999)
    assert hugepages.collapse() == 0
