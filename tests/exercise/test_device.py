import pytest

torch = pytest.importorskip("torch")

from autograder import get_device  # noqa: E402  # after the skip


@pytest.fixture
def gpus(monkeypatch):
    """Make torch see that many GPUs."""

    def see(count):
        monkeypatch.setattr(torch.cuda, "is_available", lambda: count > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda: count)

    return see


def test_the_cpu_is_the_default_even_beside_a_gpu(monkeypatch, gpus):
    gpus(1)
    monkeypatch.delenv("DEVICE", raising=False)
    assert get_device() == torch.device("cpu")


@pytest.mark.parametrize("word", ["cpu", "CPU", " cpu ", "", "  "])
def test_the_cpu_may_be_written_in_any_way_or_left_empty(monkeypatch, word):
    monkeypatch.setenv("DEVICE", word)
    assert get_device() == torch.device("cpu")


@pytest.mark.parametrize("word", ["cuda", "CUDA", "cuda:0", "cuda:1"])
def test_a_gpu_that_is_there_is_given(monkeypatch, gpus, word):
    gpus(2)
    monkeypatch.setenv("DEVICE", word)
    assert get_device() == torch.device(word.lower())


@pytest.mark.parametrize(("count", "word"), [(0, "cuda"), (0, "cuda:0"), (1, "cuda:1"), (2, "cuda:7")])
def test_a_gpu_that_is_not_there_is_refused_with_the_way_out(monkeypatch, gpus, count, word):
    gpus(count)
    monkeypatch.setenv("DEVICE", word)
    with pytest.raises(RuntimeError, match=rf"sees {count} CUDA device\(s\) here: run with DEVICE=cpu"):
        get_device()


@pytest.mark.parametrize("word", ["gpu", "mps", "meta", "cuda:x", "cuda:-1", "cpu:x", "cuda0", "0", "cuda:0:1"])
def test_a_word_that_is_no_device_is_refused_with_the_words_that_are(monkeypatch, gpus, word):
    gpus(8)
    monkeypatch.setenv("DEVICE", word)
    with pytest.raises(RuntimeError, match="use DEVICE=cpu or DEVICE=cuda"):
        get_device()
