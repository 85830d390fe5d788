import numpy as np
import pytest
import torch

from autograder.wire import Decoder, Encoder, WireError, read_tensor, tensor_node

base = torch.arange(24.0).reshape(2, 3, 4)
DTYPES = [
    "bool",
    "uint8",
    "int8",
    "int16",
    "int32",
    "int64",
    "float16",
    "bfloat16",
    "float32",
    "float64",
    "complex64",
    "complex128",
]
SHAPED = {
    "small": base,
    "large": torch.arange(100_000.0).reshape(100, 1000),
    "transposed": base.permute(2, 0, 1),
    "large and transposed": torch.arange(100_000.0).reshape(100, 1000).T,
    "strided": base[:, ::2, 1:],
    "expanded": torch.ones(1, 3).expand(5000, 3),
    "of no dimension": torch.tensor(2.5),
    "empty": torch.zeros(0),
    "empty in one dimension": torch.zeros(3, 0, 2),
    "conjugated": torch.tensor([[1 + 2j, 3j]]).conj(),
    "negated by a flag": torch.tensor([1 + 2j, 3j]).conj().imag,
    "one element with a long stride": torch.tensor([1 + 2j]).real,
    "with a gradient": torch.ones(2, requires_grad=True) * 2,
    "a parameter": torch.nn.Parameter(torch.ones(2)),
    "nan and inf": torch.tensor([float("nan"), float("inf"), -0.0]),
}


def same(found, sent):
    return found.dtype == sent.dtype and found.shape == sent.shape and torch.equal(bits(found), bits(sent))


def bits(tensor):
    return torch.tensor(list(tensor.detach().resolve_conj().resolve_neg().contiguous().clone().untyped_storage()))


@pytest.mark.parametrize("name", DTYPES)
def test_a_tensor_of_each_dtype_arrives_as_it_was_sent(there_and_back, name):
    sent = torch.tensor([[0, 1, 2], [3, 4, 5]]).to(getattr(torch, name))
    assert same(there_and_back(sent), sent)


@pytest.mark.parametrize("name", SHAPED)
def test_a_tensor_of_any_form_arrives_plain_and_whole(there_and_back, name):
    sent = SHAPED[name]
    found = there_and_back([sent])[0]
    assert torch.equal(found.nan_to_num(7), sent.detach().nan_to_num(7))
    assert (found.dtype, found.shape) == (sent.dtype, sent.shape)
    assert type(found) is torch.Tensor
    assert (found.device.type, found.requires_grad, found.is_leaf, found._base) == ("cpu", False, True, None)
    assert found.is_contiguous()
    if found.numel():
        found.fill_(3)
        found.requires_grad_()


def test_the_bits_of_a_tensor_arrive(there_and_back):
    assert same(there_and_back(SHAPED["nan and inf"]), SHAPED["nan and inf"])


def test_truth_values_that_nobody_set_arrive_as_truth_values(there_and_back):
    wild = torch.tensor([0, 1, 2, 255], dtype=torch.uint8).view(torch.bool)
    assert there_and_back(wild).view(torch.uint8).tolist() == [0, 1, 1, 1]
    assert there_and_back(wild.numpy()).view(np.uint8).tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize(
    "value",
    [torch.Size([2, 3]), torch.Size([]), torch.float32, torch.bool, torch.device("cpu"), torch.device("cuda", 1)],
    ids=repr,
)
def test_sizes_dtypes_and_devices_arrive(there_and_back, value):
    found = there_and_back((value,))[0]
    assert (type(found), found) == (type(value), value)


REFUSED = {
    "a sparse tensor": lambda: torch.ones(2).to_sparse(),
    "a meta tensor": lambda: torch.empty(2, device="meta"),
    "a quantised tensor": lambda: torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8),
    "a nested tensor": lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]),
    "a dtype that does not travel": lambda: torch.ones(2, dtype=torch.uint16),
    "too many dimensions": lambda: torch.ones([1] * 17),
    "a subclass of a tensor": lambda: type("Own", (torch.Tensor,), {})(),
    "an array of text": lambda: np.array(["a"]),
    "an array of objects": lambda: np.array([object()]),
    "an array of too many dimensions": lambda: np.ones([1] * 17),
    "a matrix": lambda: np.matrix([1]),
    "a masked array": lambda: np.ma.array([1]),
    "a date": lambda: np.datetime64("2020"),
    "a numpy text": lambda: np.str_("a"),
    "a long double": lambda: np.longdouble(1),
    "a subclass of a numpy number": lambda: type("Own", (np.float64,), {})(1),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.filterwarnings("ignore")  # torch and numpy advise against some of these
def test_what_has_no_form_is_refused_in_a_sentence(what):
    encoder = Encoder()
    with pytest.raises(WireError, match="cannot be sent"):
        encoder.encode([REFUSED[what]()])
    assert not encoder.buffers


def test_the_caller_decides_about_tensors_first(there_and_back):
    seen = []
    sent = [torch.nn.Parameter(torch.ones(1)), torch.zeros(2)]
    found = there_and_back(sent, tensor=lambda tensor: seen.append(tensor))
    assert [id(tensor) for tensor in seen] == [id(tensor) for tensor in sent]
    assert [tensor.tolist() for tensor in found] == [[1.0], [0.0, 0.0]]
    encoder = Encoder(tensor=lambda tensor: ["a", tensor_node(tensor, encoder), tensor.requires_grad])
    tree = encoder.encode(sent)
    assert [node[2] for node in tree[1:]] == [True, False]
    buffers = [bytearray(buffer) for buffer in encoder.buffers]
    decoder = Decoder(buffers, extra={"a": lambda node, decoder: read_tensor(node[1], decoder).requires_grad_(node[2])})
    assert [tensor.requires_grad for tensor in decoder.decode(tree)] == [True, False]
    decoder.finish()


@pytest.mark.parametrize(
    "value",
    [
        np.float16(1.5),
        np.float32(0.1),
        np.float64("nan"),
        np.bool_(True),
        np.int8(-3),
        np.uint64(2**64 - 1),
        np.complex64(1j),
    ],
    ids=repr,
)
def test_a_numpy_number_arrives_as_it_was_sent(there_and_back, value):
    found = there_and_back(value)
    assert (type(found), found.tobytes()) == (type(value), value.tobytes())


@pytest.mark.parametrize(
    "value",
    [
        np.arange(6).reshape(2, 3),
        np.arange(6.0).reshape(2, 3).T,
        np.arange(20_000.0)[::2],
        np.array(3.0),
        np.zeros((0, 3), "f2"),
        np.array([1 + 2j]).imag,
        np.arange(3, dtype=">i4"),
        np.arange(10_000, dtype=">f8"),
        np.broadcast_to(np.float32(1), (3, 2000)),
        np.array([True, False]),
        np.asfortranarray(np.ones((100, 100), "c8")),
    ],
    ids=lambda value: f"{value.dtype}{value.shape}",
)
def test_an_array_arrives_as_it_was_sent(there_and_back, value):
    found = there_and_back(value)
    assert type(found) is np.ndarray
    assert found.dtype == value.dtype.newbyteorder("=")
    assert found.flags.owndata
    assert found.flags.writeable
    np.testing.assert_array_equal(found, value)
    assert found.shape == value.shape
