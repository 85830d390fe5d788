# %% [markdown]
# # Random or consecutive: mini-batches of a text
#
# The examples of a regression can be shuffled as one likes: each row of the table stands for itself. A text
# is one long row, and its order is the message. To learn from it by mini-batches it has to be cut into
# pieces, each with the answer to the question *what comes next?*, and there are two good ways to do it. You
# will write both, say beforehand how many batches they give, find out which of them lets a network remember
# from one batch to the next what it has read, and learn with them to write (a sort of) English.
#
# | exercise | you write | points |
# |---|---|---|
# | 1 | `build_vocab`, `encode`, `decode`: a text becomes numbers, and back | 15 |
# | 2 | `PREDICT_SIZES` and `num_batches`: how many batches, and how large? | 18 |
# | 3 | `data_iter_random`: windows in random order | 25 |
# | 4 | `data_iter_consecutive`: each row reads on where it stopped | 20 |
# | 5 | `PREDICT_STATE` and `continued_share`: may the hidden state be kept? | 12 |
# | 6 | `perplexity`: how good are the guesses? | 10 |
#
# Throughout, $n$ is the number of tokens of the text, $B$ the batch size and $T$ the number of time steps:
# the tokens that one row of a batch holds (`num_steps` in code).
#
# **Week:** 6. **Time:** 60 minutes. **Before it:** linear_regression_scratch, softmax. **In the book:**
# 9.2 Converting Raw Text into Sequence Data; 9.3 Language Models.

# %% setup
import itertools
import math
import random
import re

import matplotlib.pyplot as plt
import torch

from autograder import as_number, assert_close, check, get_device, load_data, points, waits_for

device = get_device()
torch.manual_seed(1895)
random.seed(1895)

# %% given
from autograder.course.given import given

sgd = given("linear_regression_scratch", "sgd")

# %% [markdown]
# ## The text
#
# Your text is the opening of *The Time Machine* by H. G. Wells (1895), the novel on which the book trains
# its language models. As there, everything that is no letter becomes a space, and capitals become small.

# %% setup="text"
raw_lines = load_data("time_machine.csv")["line"]
text = re.sub("[^A-Za-z]+", " ", " ".join(raw_lines)).strip().lower()
print(f"{len(text)} characters: {text[:85]} …")

# %% [markdown]
# ## Two ways to cut a text
#
# A mini-batch of a text is a pair $(X, Y)$ of matrices of the shape $(B, T)$. Each row of $X$ holds $T$ tokens
# as they follow one another in the text. $Y$ holds, at the same place, the token that comes next: **each row
# of $Y$ is the same piece of text, one token later.** So the last token of the text can be an answer, but
# never a question.
#
# Both ways begin with an **offset** $o$: a whole number from $0$ to $T - 1$, each equally likely, drawn anew
# for each epoch. The first $o$ tokens are skipped. Without it the text would be cut at the same places in
# every epoch, and the network would never be asked about a token with another piece of text before it. What
# is left can ask $n - o - 1$ questions.
#
# * **Random sampling.** The rest is cut into windows of $T$ tokens side by side; there are
#   $m = \lfloor (n - o - 1) / T \rfloor$ of them, beginning at $o,\ o + T,\ o + 2T, \dots$ They are shuffled,
#   and come $B$ at a time. Each window comes once in an epoch; if $B$ does not divide $m$, the last batch has
#   fewer rows.
# * **Consecutive sampling.** The rest is cut into $B$ long rows of $L = \lfloor (n - o - 1) / B \rfloor$ tokens
#   each: row $r$ begins at $o + r L$. The first batch is the first $T$ columns of these rows, the second batch
#   the next $T$, and so on. Every batch has the shape $(B, T)$; fewer than $T$ columns at the end are left
#   out. Row $r$ of one batch goes on, word for word, in row $r$ of the next.
#
# In the picture a "text" of $n = 26$ tokens, numbered from 0, is cut with $B = 2$, $T = 4$ and $o = 1$. Each
# line is a batch, and the squares are the tokens of its $X$. Follow one colour downwards.


# %% setup="picture"
def draw_batches(ax, starts, num_steps, num_tokens, title):
    """One line for each batch: the windows of its rows, which begin at the given places of the text."""
    for number, batch in enumerate(starts, start=1):
        for row, start in enumerate(batch):
            for place in range(start, start + num_steps):
                ax.add_patch(plt.Rectangle((place - 0.5, number - 0.4), 1, 0.8, facecolor=f"C{row}", edgecolor="w"))
                ax.text(place, number, str(place), color="w", ha="center", va="center", fontsize=6)
    for row in range(max(len(batch) for batch in starts)):
        ax.plot([], [], "s", color=f"C{row}", label=f"row {row}")
    ax.set_xlim(-1, num_tokens)
    ax.set_ylim(len(starts) + 0.7, 0.3)
    ax.set_yticks(range(1, len(starts) + 1))
    ax.set_xlabel("place in the text (tokens)")
    ax.set_ylabel("batch")
    ax.set_title(title, fontsize=10)
    ax.legend(fontsize=7, loc="upper center", bbox_to_anchor=(0.5, -0.28), ncols=4)


fig, (left, right) = plt.subplots(1, 2, figsize=(10, 2.9))
draw_batches(left, [[9, 1], [21, 13], [5, 17]], 4, 26, "random")
draw_batches(right, [[1, 13], [5, 17], [9, 21]], 4, 26, "consecutive")
fig.tight_layout()

# %% [markdown]
# (Other ways exist. Edition 1.0 of the book takes *every* window, $n - T$ of them that overlap, and shuffles
# those. Some older code throws the short last batch away, or fixes the offset at 0. Here the two lists above
# count.)
#
# ## 1. A text becomes numbers, and back (15 points)
#
# A network reads indices, not letters. Write three functions. A *token* is a character here, yet nothing in
# the first two should depend on this: `tokens` is a string or a list of strings, whatever a `for` loop takes
# one by one.
#
# - `build_vocab(tokens)` returns the **vocabulary**, a list: first the string `"<unk>"`, which stands for
#   every token that is not known; then each different token once, in the order of `sorted`.
# - `encode(tokens, vocab)` returns a tensor of shape (number of tokens,) and type `torch.int64`: for each token
#   its place in the list `vocab`, or 0 if it is not there. `vocab` begins with `"<unk>"`; the rest may be in
#   any order.
# - `decode(indices, vocab)` is the way back: from a tensor `indices` of shape $(n,)$ the string of the tokens,
#   joined without anything between them.
#
# For example `build_vocab("banana")` is `["<unk>", "a", "b", "n"]`, and with it `"nab?"` becomes the tensor
# `[3, 1, 2, 0]` and comes back as `"nab<unk>"`.
#
# *Pitfall*: which type does `torch.tensor([])` have? An empty text should not turn into real numbers.


# %% solution="vocabulary"
def build_vocab(tokens):
    """List of "<unk>" and, behind it, the different tokens in sorted order."""
    ### BEGIN SOLUTION
    return ["<unk>", *sorted(set(tokens))]
    ### END SOLUTION


def encode(tokens, vocab):
    """Tensor (len(tokens),), int64: the place of each token in vocab, 0 for one that is not there."""
    ### BEGIN SOLUTION
    place = {token: index for index, token in enumerate(vocab)}
    return torch.tensor([place.get(token, 0) for token in tokens], dtype=torch.int64)
    ### END SOLUTION


def decode(indices, vocab):
    """The string that the tensor of indices (n,) stands for."""
    ### BEGIN SOLUTION
    return "".join(vocab[index] for index in indices.tolist())
    ### END SOLUTION


# %% test="vocabulary"
@points(2)
def test_vocabulary_of_a_word(student):
    """The vocabulary of "banana" is the example's list."""
    vocab = student.build_vocab("banana")
    assert isinstance(vocab, list), f'build_vocab("banana") is a {type(vocab).__name__}; expected a list'
    assert vocab == ["<unk>", "a", "b", "n"], f'build_vocab("banana") is {vocab}'


@points(2)
def test_encode_a_word(student):
    """With the example's vocabulary, "banana" becomes the right indices, as an int64 tensor."""
    indices = student.encode("banana", ["<unk>", "a", "b", "n"])
    assert isinstance(indices, torch.Tensor), f"encode gave a {type(indices).__name__}; expected a tensor"
    assert indices.dtype == torch.int64, f"the indices are {indices.dtype}; expected torch.int64"
    assert_close(indices, torch.tensor([2, 1, 3, 1, 3, 1]), 'encode("banana", …)')


@points(1)
def test_decode_a_word(student):
    """The indices of "nab" become the string again."""
    word = student.decode(torch.tensor([3, 1, 2]), ["<unk>", "a", "b", "n"])
    assert isinstance(word, str), f"decode gave a {type(word).__name__}; expected a string"
    assert word == "nab", f"decode of [3, 1, 2] is {word!r}; expected 'nab'"


### BEGIN HIDDEN TESTS
@points(2)
def test_vocabulary_is_sorted_and_without_doubles(student):
    """For other texts too, the vocabulary is "<unk>" and then each different token once, sorted."""
    for sentence in ("the time traveller smiled", "zyx, wvu!", "e", "Bb aA"):
        vocab = student.build_vocab(sentence)
        wanted = ["<unk>", *sorted(set(sentence))]
        assert list(vocab) == wanted, f"the vocabulary of {sentence!r} is {vocab}"


@points(1)
def test_vocabulary_of_words(student):
    """A list of words has a vocabulary of words."""
    vocab = student.build_vocab(["time", "and", "space", "and", "time"])
    assert list(vocab) == ["<unk>", "and", "space", "time"], f"the vocabulary of five words is {vocab}"


@points(2)
def test_encode_unknown_tokens(student):
    """A token that is not in the vocabulary becomes 0, and no token is lost."""
    indices = student.encode("time? ÿes!", ["<unk>", *"tmies"])
    assert_close(indices, torch.tensor([1, 3, 2, 4, 0, 0, 0, 4, 5, 0]), "the indices of a text with strangers")


@points(1)
def test_encode_with_any_vocabulary(student):
    """The index is the place in the list that is given, in any order, for characters and for words."""
    for vocab in (["<unk>", *"zebra"], ["<unk>", *"arbez"]):
        right = torch.tensor([vocab.index(letter) for letter in "bazaar"])
        assert_close(student.encode("bazaar", vocab), right, f"'bazaar' with the vocabulary {vocab}")
    words = student.encode(["space", "time", "space"], ["<unk>", "time", "space"])
    assert_close(words, torch.tensor([2, 1, 2]), "the indices of three words")


@points(1)
def test_encode_nothing(student):
    """An empty text becomes an empty tensor of whole numbers."""
    indices = student.encode("", ["<unk>", "a"])
    assert tuple(indices.shape) == (0,), f"an empty text has the shape {tuple(indices.shape)}; expected (0,)"
    assert indices.dtype == torch.int64, f"an empty text becomes {indices.dtype}; expected torch.int64"


@points(2)
def test_decode_is_the_way_back(student):
    """The indices of any text become that text again."""
    for vocab, word in (
        (["<unk>", *"lever "], "never reveal leer"),
        (["<unk>", *" vne"], "even"),
        (["<unk>", "a"], ""),
    ):
        indices = torch.tensor([vocab.index(letter) if letter in vocab else 0 for letter in word], dtype=torch.int64)
        known = "".join(letter if letter in vocab else "<unk>" for letter in word)
        got = student.decode(indices, vocab)
        assert got == known, f"the text {known!r} came back as {got!r}"


@points(1)
def test_decode_the_unknown(student):
    """The index 0 becomes the string <unk>."""
    got = student.decode(torch.tensor([1, 0, 2]), ["<unk>", "x", "y"])
    assert got == "x<unk>y", f"the indices [1, 0, 2] became {got!r}; expected 'x<unk>y'"


### END HIDDEN TESTS
check()

# %% setup="corpus"
with waits_for("exercise 1"):
    vocab = build_vocab(text)
    corpus = encode(text, vocab).to(device)
    print(f"n = {len(corpus)} tokens, {len(vocab)} different ones; the first are {corpus[:12].tolist()}.")

# %% [markdown]
# ## 2. How many batches? (18 points)
#
# **Predict.** With pencil and paper: which batches does one epoch give, for $T = 4$ and the offset $o = 0$?
# Write for each case the list of the shapes of $X$, in the order in which they come, for example `[(5, 4), (5,
# 4)]`. Copy and fill in:
#
# ```python
# PREDICT_SIZES = {
#     "random, n=32, B=3": ...,
#     "consecutive, n=32, B=3": ...,
#     "random, n=24, B=2": ...,
#     "consecutive, n=24, B=2": ...,
# }
# ```
#
# *Check yourself*: draw 24 squares, colour the windows of four, and look for the answer to the last square.

# %% setup="size_cases"
SIZE_CASES = ("random, n=32, B=3", "consecutive, n=32, B=3", "random, n=24, B=2", "consecutive, n=24, B=2")


def whole(value, what):
    """The value, if it is an int."""
    assert type(value) is int, f"{what} is a {type(value).__name__}; expected an int"
    return value


# %% solution="predict_sizes"
### BEGIN SOLUTION
PREDICT_SIZES = {
    "random, n=32, B=3": [(3, 4), (3, 4), (1, 4)],
    "consecutive, n=32, B=3": [(3, 4), (3, 4)],
    "random, n=24, B=2": [(2, 4), (2, 4), (1, 4)],
    "consecutive, n=24, B=2": [(2, 4), (2, 4)],
}
### END SOLUTION


# %% test="predict_sizes"
@points(2)
def test_shapes_for_each_case(student):
    """There is a list of shapes, pairs of whole numbers, for each of the four cases."""
    guess = student.PREDICT_SIZES
    assert isinstance(guess, dict), f"PREDICT_SIZES is a {type(guess).__name__}; expected a dict"
    assert set(guess) == set(SIZE_CASES), f"the keys are {list(guess)}; expected {list(SIZE_CASES)}"
    for case, shapes in guess.items():
        assert isinstance(shapes, list | tuple), f"{case}: {shapes!r} is no list of shapes"
        for shape in shapes:
            kinds = [type(size) for size in shape] if isinstance(shape, list | tuple) else []
            assert kinds == [int, int], f"{case}: {shape!r} is no shape like (5, 4)"


### BEGIN HIDDEN TESTS
@points(2)
def test_prediction_random_32(student):
    """The prediction for random sampling of 32 tokens is what happens."""
    shapes = [tuple(shape) for shape in student.PREDICT_SIZES["random, n=32, B=3"]]
    assert shapes == [(3, 4), (3, 4), (1, 4)], "random sampling of 32 tokens gives other batches"


@points(2)
def test_prediction_consecutive_32(student):
    """The prediction for consecutive sampling of 32 tokens is what happens."""
    shapes = [tuple(shape) for shape in student.PREDICT_SIZES["consecutive, n=32, B=3"]]
    assert shapes == [(3, 4), (3, 4)], "consecutive sampling of 32 tokens gives other batches"


@points(1)
def test_prediction_random_24(student):
    """The prediction for random sampling of 24 tokens is what happens."""
    shapes = [tuple(shape) for shape in student.PREDICT_SIZES["random, n=24, B=2"]]
    assert shapes == [(2, 4), (2, 4), (1, 4)], "random sampling of 24 tokens gives other batches"


@points(1)
def test_prediction_consecutive_24(student):
    """The prediction for consecutive sampling of 24 tokens is what happens."""
    shapes = [tuple(shape) for shape in student.PREDICT_SIZES["consecutive, n=24, B=2"]]
    assert shapes == [(2, 4), (2, 4)], "consecutive sampling of 24 tokens gives other batches"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Now as a function.** Write `num_batches(kind, num_tokens, batch_size, num_steps, offset=0)`: the number of
# batches in one epoch, an `int`, for `kind` `"random"` or `"consecutive"`. A progress bar needs it, and so does
# everybody who divides a loss by the number of batches.
#
# For example 50 tokens with $B = 3$, $T = 6$ and $o = 0$ give 3 random batches (8 windows) and 2 consecutive
# ones (rows of 16 tokens).
#
# *Pitfall*: the text may be too short for a single window, or end before the offset. Then the number is 0;
# what does `//` make of a negative number?


# %% solution="num_batches"
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    """Number of batches (int) that an epoch of random or consecutive sampling gives."""
    ### BEGIN SOLUTION
    questions = max(num_tokens - offset - 1, 0)
    if kind == "random":
        return math.ceil(questions // num_steps / batch_size)
    return questions // batch_size // num_steps
    ### END SOLUTION


# %% test="num_batches"
@points(3)
def test_batches_of_fifty_tokens(student):
    """Fifty tokens give the numbers of batches of the example."""
    for kind, right in (("random", 3), ("consecutive", 2)):
        count = whole(student.num_batches(kind, 50, 3, 6), f"num_batches({kind!r}, 50, 3, 6)")
        assert count == right, f"num_batches({kind!r}, 50, 3, 6) is {count}; expected {right}"


### BEGIN HIDDEN TESTS
def counted(kind, n, B, T, offset):
    """The number of batches, by laying out one window after the other."""
    if kind == "random":
        windows = len([start for start in range(offset, n, T) if start + T < n])
        return len(range(0, windows, B))
    row = len(range(offset, n - B, B))  # tokens in each of the B rows
    return len([column for column in range(0, row, T) if column + T <= row])


SIZES = [(n, B, T) for n in (2, 7, 10, 24, 25, 33, 100, 1001) for B in (1, 2, 3, 8) for T in (1, 2, 5, 8)]


@points(2)
def test_number_of_random_batches(student):
    """For texts, batch sizes and numbers of steps of all kinds, the number of random batches is right."""
    for n, B, T in SIZES:
        count = whole(student.num_batches("random", n, B, T), "num_batches")
        right = counted("random", n, B, T, 0)
        assert count == right, f"random, n = {n}, B = {B}, T = {T}: {count} batches; expected {right}"


@points(2)
def test_number_of_consecutive_batches(student):
    """For texts, batch sizes and numbers of steps of all kinds, the number of consecutive batches is right."""
    for n, B, T in SIZES:
        count = whole(student.num_batches("consecutive", n, B, T), "num_batches")
        right = counted("consecutive", n, B, T, 0)
        assert count == right, f"consecutive, n = {n}, B = {B}, T = {T}: {count} batches; expected {right}"


@points(2)
def test_offset_changes_the_number(student):
    """The tokens that the offset skips are not counted."""
    for kind in ("random", "consecutive"):
        for n, B, T in ((25, 1, 4), (25, 2, 4), (41, 3, 5), (17, 2, 8)):
            for offset in range(T):
                count = whole(student.num_batches(kind, n, B, T, offset), "num_batches")
                right = counted(kind, n, B, T, offset)
                assert count == right, f"{kind}, n = {n}, B = {B}, T = {T}, o = {offset}: {count}, not {right}"


@points(1)
def test_too_short_for_a_batch(student):
    """When the text is too short, or ends before the offset, there are no batches."""
    for kind in ("random", "consecutive"):
        for n, B, T, offset in ((0, 2, 4, 0), (1, 1, 1, 0), (1, 2, 4, 0), (3, 2, 4, 0), (2, 2, 4, 2), (1, 2, 4, 3)):
            count = whole(student.num_batches(kind, n, B, T, offset), "num_batches")
            assert count == 0, f"{kind}, n = {n}, B = {B}, T = {T}, o = {offset}: {count} batches; expected 0"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 3. Random sampling (25 points)
#
# Write `data_iter_random(corpus, batch_size, num_steps)`, a generator: `corpus` is the text as a tensor of
# shape $(n,)$ of whole numbers, and each call is one epoch of random sampling as described above:
#
# - an offset from $0$ to $T - 1$, drawn anew in each call;
# - each of the $m$ windows once, in an order that is drawn anew;
# - pairs $(X, Y)$ of the shape $(B, T)$, the last one with fewer rows if $B$ does not divide $m$, in the type of
#   `corpus`; if the text is too short for a window, no pair at all.
#
# **What comes out is the reader's own**: whoever hides a token in $X$ (`X[0, 0] = 0`) must change neither $Y$
# nor a later batch nor `corpus`.
#
# *Pitfall 1*: what moves is the window as a whole. Shuffle tokens and there is no text left; shuffle $X$ and
# $Y$ apart and every answer is wrong. *Pitfall 2*: a slice of a tensor, `corpus[2:6]`, is no copy but a *view*
# of the same memory. `torch.stack`, `torch.cat`, `.clone()` and indexing by a tensor of places make copies.
# *Pitfall 3*: the last window must leave a token for its answer; the corpus `torch.arange(n)`, in which every
# token is its own place, shows on sight whether it does.


# %% solution="data_iter_random"
def data_iter_random(corpus, batch_size, num_steps):
    """Yield one epoch of pairs X, Y (batch, num_steps): windows of the corpus (n,) in random order."""
    ### BEGIN SOLUTION
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y
    ### END SOLUTION


# %% setup="epoch_checks"
def scrambled(n):
    """A corpus of n different tokens in disorder: the token tells its place only to who has the corpus."""
    return 3 * torch.randperm(n) + 11


def epoch_of(batches):
    """The pairs (X, Y) of an epoch, as a list."""
    assert batches is not None, "the function gave None: does it yield its batches?"
    pairs = [tuple(pair) for pair in itertools.islice(iter(batches), 500)]
    for pair in pairs:
        assert len(pair) == 2, f"a batch should be a pair (X, Y); yours has {len(pair)} parts"
        for name, matrix in zip("XY", pair, strict=True):
            kind = type(matrix).__name__
            assert isinstance(matrix, torch.Tensor), f"{name} is a {kind}; expected a tensor"
            assert matrix.ndim == 2, f"{name} has the shape {tuple(matrix.shape)}; expected a matrix"
        X, Y = pair
        assert X.shape == Y.shape, f"X has the shape {tuple(X.shape)} and Y {tuple(Y.shape)}; expected the same"
    return pairs


def places(tokens, corpus):
    """Where in the corpus of different tokens each of the tokens stands; -1 for one that is not there."""
    place = {token: index for index, token in enumerate(corpus.tolist())}
    return torch.tensor([[place.get(int(token), -1) for token in row] for row in tokens.tolist()])


# %% test="data_iter_random"
@points(2)
def test_random_batch_is_a_pair_of_matrices(student):
    """A batch of random sampling is a pair of int64 matrices with one row per window and T columns."""
    for n, B, T in ((20, 2, 5), (7, 3, 1)):
        pairs = epoch_of(student.data_iter_random(torch.arange(n), B, T))
        assert pairs, f"n = {n}, B = {B}, T = {T}: no batch came"
        for name, matrix in zip("XY", pairs[0], strict=True):
            assert tuple(matrix.shape) == (B, T), f"B = {B}, T = {T}: {name} has the shape {tuple(matrix.shape)}"
            assert matrix.dtype == torch.int64, f"{name} is {matrix.dtype}; expected torch.int64, as the corpus"


@points(2)
def test_random_targets_are_the_next_tokens(student):
    """In the text 0, 1, 2, … each row counts on by one, and the answers are the tokens plus one."""
    for n, B, T in ((40, 3, 6), (9, 4, 1)):
        for X, Y in epoch_of(student.data_iter_random(torch.arange(n), B, T)):
            assert_close(X, X[:, :1] + torch.arange(T), "X, beside rows that count on from their first token")
            assert_close(Y, X + 1, "Y, beside X + 1")


@points(3, seconds=30)
def test_random_epoch_of_18_tokens(student):
    """18 tokens, B = 4, T = 3: in each of many epochs a batch of four windows and one of one, no token twice."""
    for _ in range(40):
        pairs = epoch_of(student.data_iter_random(torch.arange(18), 4, 3))
        sizes = [len(X) for X, _ in pairs]
        assert sizes == [4, 1], f"n = 18, B = 4, T = 3: batches of {sizes} rows; expected [4, 1]"
        came = [int(token) for X, _ in pairs for token in X.reshape(-1)]
        assert len(set(came)) == len(came), f"some tokens came more than once: {sorted(came)}"


@points(1)
def test_random_batches_come_one_at_a_time(student):
    """data_iter_random yields its batches; it does not return a list or a tuple."""
    batches = student.data_iter_random(torch.arange(30), 29, 1)
    assert not isinstance(batches, list | tuple), f"data_iter_random returned a {type(batches).__name__}"
    assert epoch_of(batches), "n = 30, B = 29, T = 1: no batch came"


### BEGIN HIDDEN TESTS
@points(3)
def test_random_windows_cover_the_text(student):
    """The windows lie side by side from the first to the last that fits, and each comes once."""
    for n, B, T in ((32, 3, 4), (30, 4, 7), (7, 1, 1), (8, 3, 1), (41, 50, 3)):
        text_here = scrambled(n)
        pairs = epoch_of(student.data_iter_random(text_here.clone(), B, T))
        assert pairs, f"n = {n}, B = {B}, T = {T}: no batch came"
        starts = sorted(int(row[0]) for X, _ in pairs for row in places(X, text_here))
        wanted = list(range(starts[0], n - T, T))
        assert starts == wanted, f"n = {n}, B = {B}, T = {T}: windows begin at {starts}; expected {wanted}"


@points(2)
def test_random_rows_are_pieces_of_the_text(student):
    """In any text, a row of X is T tokens as they follow one another there."""
    for n, B, T in ((33, 3, 5), (50, 2, 9), (6, 4, 1)):
        text_here = scrambled(n)
        for X, _ in epoch_of(student.data_iter_random(text_here.clone(), B, T)):
            where = places(X, text_here)
            assert_close(where, where[:, :1] + torch.arange(T), "the places of the tokens of a row")


@points(3)
def test_random_targets_of_any_text(student):
    """In any text, Y holds the token that follows there, the answer to the last token of a row included."""
    for n, B, T in ((33, 3, 5), (50, 2, 9), (9, 4, 1)):
        text_here = scrambled(n)
        pairs = epoch_of(student.data_iter_random(text_here.clone(), B, T))
        assert pairs, f"n = {n}, B = {B}, T = {T}: no batch came"
        for X, Y in pairs:
            assert_close(places(Y, text_here), places(X, text_here) + 1, "the places of the answers")


@points(2, seconds=30)
def test_random_last_batch_is_smaller(student):
    """All batches have B rows, except the last one, which has what is left; 32 tokens give 3, 3 and 1."""
    for n, B, T, wanted in [(32, 3, 4, [3, 3, 1])] * 50 + [(10, 4, 1, [4, 4, 1]), (7, 2, 1, [2, 2, 2]), (7, 9, 1, [6])]:
        sizes = [len(X) for X, _ in epoch_of(student.data_iter_random(scrambled(n), B, T))]
        assert sizes == wanted, f"n = {n}, B = {B}, T = {T}: batches of {sizes} rows; expected {wanted}"


@points(2, seconds=30)
def test_random_offset_is_drawn(student):
    """The first window begins at 0, 1, … or T - 1, at each of them in some epoch."""
    text_here = scrambled(8)
    begins = set()
    for _ in range(60):
        pairs = epoch_of(student.data_iter_random(text_here.clone(), 1, 3))
        assert pairs, "n = 8, B = 1, T = 3: no batch came"
        begins.add(min(int(place) for X, _ in pairs for place in places(X, text_here).reshape(-1)))
    assert begins == {0, 1, 2}, f"T = 3: the first windows of 60 epochs began at {sorted(begins)}"


@points(2)
def test_random_order_is_shuffled(student):
    """The windows come in another order than in the text, and neighbours do not share a batch as a rule."""
    text_here = scrambled(61)
    pairs = epoch_of(student.data_iter_random(text_here.clone(), 6, 1))
    starts = [places(X, text_here)[:, 0].tolist() for X, _ in pairs]
    came = list(itertools.chain(*starts))
    followers = sum(after == before + 1 for before, after in itertools.pairwise(came))
    assert followers < 20, f"{followers} of {len(came)} windows came right after their neighbour in the text"
    tops = [max(batch) for batch in starts]
    assert tops != sorted(tops), "the batches came in the order of the text"


@points(1)
def test_random_order_is_new_in_each_epoch(student):
    """Every call draws a new order."""
    text_here = scrambled(61)
    orders = set()
    for _ in range(3):
        pairs = epoch_of(student.data_iter_random(text_here.clone(), 10, 1))
        orders.add(tuple(int(place) for X, _ in pairs for place in places(X, text_here).reshape(-1)))
    assert len(orders) == 3, "two epochs came in the same order"


@points(1)
def test_random_batches_are_the_readers_own(student):
    """Who writes into X or Y changes neither the other nor a later batch nor the corpus."""
    for n, B, T in ((16, 2, 1), (40, 2, 3)):
        text_here = scrambled(n)
        given_text = text_here.clone()
        batches = iter(student.data_iter_random(given_text, B, T))
        X, Y = next(batches)
        kept = Y.clone()
        X.fill_(-1)
        later_X, later_Y = next(batches)
        assert_close(Y, kept, "Y, after X of the same batch was written into")
        kept = later_X.clone()
        later_Y.fill_(-2)
        rest = epoch_of(batches)
        assert_close(later_X, kept, "X, after Y of the same batch was written into")
        assert_close(given_text, text_here, "the corpus, after batches were written into")
        assert all(int(matrix.min()) >= 0 for pair in rest for matrix in pair), "a later batch was changed as well"


@points(1)
def test_random_short_text_gives_nothing(student):
    """A text that is too short for one window and its answer gives no batch, and no error."""
    for n, B, T in ((0, 2, 1), (1, 1, 1), (4, 2, 4), (3, 1, 8)):
        pairs = epoch_of(student.data_iter_random(torch.arange(n), B, T))
        assert not pairs, f"n = {n}, B = {B}, T = {T}: {len(pairs)} batches came; expected none"


### END HIDDEN TESTS
check()

# %% [markdown]
# ## 4. Consecutive sampling (20 points)
#
# Write `data_iter_consecutive(corpus, batch_size, num_steps)`, a generator for one epoch of consecutive
# sampling as described above:
#
# - an offset from $0$ to $T - 1$, drawn anew in each call;
# - $B$ rows of $L = \lfloor (n - o - 1)/B \rfloor$ tokens, row $r$ from the place $o + r L$ on;
# - batch after batch, in the order of the text, the next $T$ columns of these rows: pairs $(X, Y)$ of the
#   shape $(B, T)$, as long as there are $T$ columns left. Nothing comes if there are fewer from the start.
#
# Again $Y$ is one token later than $X$, in the same type, and what comes out is the reader's own memory.
#
# *Pitfall 1*: `reshape(B, -1)` cuts a tensor into $B$ long rows; `reshape(-1, B)` has as many elements and
# quite another meaning. Try both on `torch.arange(12)` and read a column downwards. *Pitfall 2*: where does the
# answer to the *last* token of a long row come from? The text goes on there, in the next row: $Y$ is a cut of
# the text that begins one token later, not $X$ pushed to the left.


# %% solution="data_iter_consecutive"
def data_iter_consecutive(corpus, batch_size, num_steps):
    """Yield one epoch of pairs X, Y (batch_size, num_steps): batch after batch, each row reads on."""
    ### BEGIN SOLUTION
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length - num_steps + 1, num_steps):
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y
    ### END SOLUTION


# %% test="data_iter_consecutive"
@points(2)
def test_consecutive_batches_have_one_shape(student):
    """Every batch of consecutive sampling is a pair of int64 matrices of the shape (B, T)."""
    for n, B, T in ((46, 6, 3), (10, 5, 1)):
        pairs = epoch_of(student.data_iter_consecutive(torch.arange(n), B, T))
        assert pairs, f"n = {n}, B = {B}, T = {T}: no batch came"
        for name, matrix in itertools.chain(*(zip("XY", pair, strict=True) for pair in pairs)):
            assert tuple(matrix.shape) == (B, T), f"B = {B}, T = {T}: {name} has the shape {tuple(matrix.shape)}"
            assert matrix.dtype == torch.int64, f"{name} is {matrix.dtype}; expected torch.int64, as the corpus"


@points(2)
def test_consecutive_targets_are_the_next_tokens(student):
    """In the text 0, 1, 2, … each row counts on by one, and the answers are the tokens plus one."""
    for n, B, T in ((46, 6, 3), (12, 3, 1)):
        for X, Y in epoch_of(student.data_iter_consecutive(torch.arange(n), B, T)):
            assert_close(X, X[:, :1] + torch.arange(X.shape[1]), "X, beside rows that count on from their first token")
            assert_close(Y, X + 1, "Y, beside X + 1")


@points(3)
def test_consecutive_rows_read_on(student):
    """In the text 0, 1, 2, … each row of a batch goes on where the same row of the batch before it stopped."""
    for n, B, T in ((46, 6, 3), (12, 3, 1)):
        pairs = epoch_of(student.data_iter_consecutive(torch.arange(n), B, T))
        assert len(pairs) > 1, f"n = {n}, B = {B}, T = {T}: {len(pairs)} batches; expected more than one"
        for (before, _), (after, _) in itertools.pairwise(pairs):
            assert_close(after[:, 0], before[:, -1] + 1, "the first tokens of a batch, beside what should come next")


### BEGIN HIDDEN TESTS
@points(3)
def test_consecutive_rows_go_on_in_any_text(student):
    """In any text and for other sizes, each row goes on without a gap and without going back."""
    for n, B, T in ((46, 6, 3), (39, 5, 2), (45, 1, 8), (20, 5, 1)):
        text_here = scrambled(n)
        pairs = epoch_of(student.data_iter_consecutive(text_here.clone(), B, T))
        assert len(pairs) > 1, f"n = {n}, B = {B}, T = {T}: {len(pairs)} batches came"
        read = torch.cat([places(X, text_here) for X, _ in pairs], dim=1)
        assert_close(read, read[:, :1] + torch.arange(read.shape[1]), "the places that the rows read in turn")


@points(3, seconds=30)
def test_consecutive_rows_share_the_text(student):
    """Row r begins L tokens after row r - 1, so that no token is read twice and the rows have equal parts."""
    for n, B, T in [(46, 6, 3), (39, 5, 2), (12, 3, 1), (12, 10, 1)] + [(22, 5, 3)] * 50:
        text_here = scrambled(n)
        pairs = epoch_of(student.data_iter_consecutive(text_here.clone(), B, T))
        assert pairs, f"n = {n}, B = {B}, T = {T}: no batch came"
        starts = places(pairs[0][0], text_here)[:, 0]
        length = (n - int(starts[0]) - 1) // B
        assert_close(starts, starts[0] + length * torch.arange(B), f"n = {n}, B = {B}, T = {T}: where the rows begin")


@points(2)
def test_consecutive_number_of_batches(student):
    """There are as many batches as rows of L tokens have whole pieces of T; 32 tokens give two of (3, 4)."""
    for n, B, T in ((32, 3, 4), (7, 1, 1), (12, 3, 1), (14, 3, 1), (46, 6, 3)):
        text_here = scrambled(n)
        pairs = epoch_of(student.data_iter_consecutive(text_here.clone(), B, T))
        assert pairs, f"n = {n}, B = {B}, T = {T}: no batch came"
        first = int(places(pairs[0][0], text_here).min())
        shapes, wanted = [tuple(X.shape) for X, _ in pairs], [(B, T)] * ((n - first - 1) // B // T)
        assert shapes == wanted, f"n = {n}, B = {B}, T = {T}: the shapes {shapes}; expected {wanted}"


@points(2)
def test_consecutive_targets_of_any_text(student):
    """In any text, Y holds the token that follows there, the answers at the ends of the rows included."""
    for n, B, T in ((46, 6, 3), (50, 2, 9), (10, 3, 1), (12, 3, 1)):
        text_here = scrambled(n)
        pairs = epoch_of(student.data_iter_consecutive(text_here.clone(), B, T))
        for X, Y in pairs:
            assert_close(places(Y, text_here), places(X, text_here) + 1, "the places of the answers")


@points(1, seconds=30)
def test_consecutive_offset_is_drawn(student):
    """The first row begins at 0, 1, … or T - 1, at each of them in some epoch."""
    text_here = scrambled(22)
    begins = set()
    for _ in range(60):
        pairs = epoch_of(student.data_iter_consecutive(text_here.clone(), 5, 3))
        assert pairs, "n = 22, B = 5, T = 3: no batch came"
        begins.add(int(places(pairs[0][0], text_here).min()))
    assert begins == {0, 1, 2}, f"T = 3: the first rows of 60 epochs began at {sorted(begins)}"


@points(1)
def test_consecutive_batches_are_the_readers_own(student):
    """Who writes into X or Y changes neither the other nor a later batch nor the corpus."""
    for n, B, T in ((16, 2, 1), (40, 2, 3)):
        text_here = scrambled(n)
        given_text = text_here.clone()
        batches = iter(student.data_iter_consecutive(given_text, B, T))
        X, Y = next(batches)
        kept = Y.clone()
        X.fill_(-1)
        later_X, later_Y = next(batches)
        assert_close(Y, kept, "Y, after X of the same batch was written into")
        kept = later_X.clone()
        later_Y.fill_(-2)
        rest = epoch_of(batches)
        assert_close(later_X, kept, "X, after Y of the same batch was written into")
        assert_close(given_text, text_here, "the corpus, after batches were written into")
        assert all(int(matrix.min()) >= 0 for pair in rest for matrix in pair), "a later batch was changed as well"


@points(1)
def test_consecutive_short_text_gives_nothing(student):
    """A text whose rows are shorter than T gives no batch, and no error."""
    for n, B, T in ((0, 2, 1), (1, 1, 1), (3, 3, 1), (8, 2, 4), (3, 1, 8)):
        pairs = epoch_of(student.data_iter_consecutive(torch.arange(n), B, T))
        assert not pairs, f"n = {n}, B = {B}, T = {T}: {len(pairs)} batches came; expected none"


### END HIDDEN TESTS
check()

# %% [markdown]
# What did you predict in exercise 2, and what comes? (Each number of batches here is for the offset that your
# function has drawn.)

# %% setup="compare_sizes"
with waits_for("exercises 2, 3 and 4"):
    for size_case in SIZE_CASES:
        size_kind, size_n, size_B = re.fullmatch(r"(\w+), n=(\d+), B=(\d+)", size_case).groups()
        size_function = data_iter_random if size_kind == "random" else data_iter_consecutive
        size_came = [tuple(X.shape) for X, _ in size_function(torch.arange(int(size_n)), int(size_B), 4)]
        print(f"{size_case}: you said {PREDICT_SIZES[size_case]}, and it gave {size_came}.")

# %% [markdown]
# ## 5. May the hidden state be kept? (12 points)
#
# A recurrent network reads row by row, token by token, and keeps a *hidden state*: some numbers for each row
# of the batch that sum up what this row has read so far. At the end of a batch there is a choice: `"keep"` the
# state, so that row $r$ of the next batch begins with the memory of row $r$ of this one, or `"reset"` it to
# zeros. A memory helps if it is a memory of the text that comes before. If it is one of something else, it
# only misleads.
#
# **Predict.** What is right between two batches of one epoch, for each sampling, and what is right for the
# consecutive one when a new epoch begins? Copy and fill in `"keep"` or `"reset"`:
#
# ```python
# PREDICT_STATE = {
#     "random": ...,
#     "consecutive": ...,
#     "consecutive, new epoch": ...,
# }
# ```

# %% setup="state_cases"
STATE_CASES = ("random", "consecutive", "consecutive, new epoch")

# %% solution="predict_state"
### BEGIN SOLUTION
PREDICT_STATE = {
    "random": "reset",
    "consecutive": "keep",
    "consecutive, new epoch": "reset",
}
### END SOLUTION


# %% test="predict_state"
@points(1)
def test_keep_or_reset_for_each_case(student):
    """There is "keep" or "reset" for each of the three cases."""
    guess = student.PREDICT_STATE
    assert isinstance(guess, dict), f"PREDICT_STATE is a {type(guess).__name__}; expected a dict"
    assert set(guess) == set(STATE_CASES), f"the keys are {list(guess)}; expected {list(STATE_CASES)}"
    for case, word in guess.items():
        assert word in ("keep", "reset"), f'{case}: {word!r}; expected "keep" or "reset"'


### BEGIN HIDDEN TESTS
@points(2)
def test_state_in_random_sampling(student):
    """The prediction for random sampling is right."""
    assert student.PREDICT_STATE["random"] == "reset", "the other word is right for random sampling"


@points(2)
def test_state_in_consecutive_sampling(student):
    """The prediction for consecutive sampling is right."""
    assert student.PREDICT_STATE["consecutive"] == "keep", "the other word is right for consecutive sampling"


@points(1)
def test_state_in_a_new_epoch(student):
    """The prediction for the beginning of a new epoch is right."""
    guess = student.PREDICT_STATE["consecutive, new epoch"]
    assert guess == "reset", "the other word is right when a new epoch begins"


### END HIDDEN TESTS
check()

# %% [markdown]
# **Now measure it.** A row goes on if the first token of its $X$ is the answer that was wanted last: the last
# token of the same row's $Y$ in the batch before. (In a corpus of different tokens, such as `torch.arange(n)`,
# this is certain; in a real text equal letters also meet by chance.)
#
# Write `continued_share(batches)`. `batches` is anything that a `for` loop takes pairs $(X, Y)$ from, such as a
# list or one of your generators, at least two of them. Look at every row of every batch that has the same row
# in the batch before it, and return the share of those that go on: a number from 0 to 1.
#
# For example, of the batches `X = [[0, 1], [4, 5]]`, `Y = [[1, 2], [5, 6]]` and then `X = [[2, 3], [7, 8]]` the
# first row goes on and the second does not: 0.5. *Pitfall*: the last random batch may be short. Each **row**
# counts the same, not each batch; and a generator has no `len` and can be read only once.


# %% solution="continued_share"
def continued_share(batches):
    """Share (float) of the rows that begin with the token that the same row of the batch before wanted last."""
    ### BEGIN SOLUTION
    continued = compared = 0
    for (_, before), (after, _) in itertools.pairwise(batches):
        rows = min(len(before), len(after))
        continued += int((after[:rows, 0] == before[:rows, -1]).sum())
        compared += rows
    return continued / compared
    ### END SOLUTION


# %% setup="share_checks"
def one_by_one(batches):
    """A generator of the batches of a list."""
    yield from batches


def counting_batches(starts, num_steps):
    """Batches of the text 0, 1, 2, … whose rows begin at the given places."""
    firsts = [torch.tensor(batch).reshape(-1, 1) for batch in starts]
    return [(first + torch.arange(num_steps), first + torch.arange(num_steps) + 1) for first in firsts]


# %% test="continued_share"
@points(2)
def test_share_of_the_example(student):
    """Of two rows one goes on: the share is 0.5."""
    share = as_number(student.continued_share(counting_batches([[0, 4], [2, 7]], 2)), "continued_share")
    assert_close(share, 0.5, "continued_share of the example")


### BEGIN HIDDEN TESTS
@points(1)
def test_share_of_consecutive_and_of_shuffled_rows(student):
    """In any text: when every row goes on the share is 1, when none does it is 0, for single steps as well."""
    text_here = scrambled(100)
    for starts, steps, right in (
        ([[0, 20, 40], [5, 25, 45], [10, 30, 50]], 5, 1.0),
        ([[0, 20, 40], [25, 45, 5], [45, 5, 25]], 5, 0.0),
        ([[3], [4], [5], [6]], 1, 1.0),
        ([[3, 8], [3, 8]], 1, 0.0),
    ):
        batches = [(text_here[X], text_here[Y]) for X, Y in counting_batches(starts, steps)]
        share = as_number(student.continued_share(batches), "continued_share")
        assert_close(share, right, f"continued_share of rows that begin at {starts}")


@points(2)
def test_every_row_counts_the_same(student):
    """With a short last batch, the share is that of all rows that can be compared."""
    for starts, right in (
        ([[0, 20, 40], [4, 24, 70], [8]], 3 / 4),
        ([[0, 20, 40, 60], [4, 24, 44, 64], [80, 90]], 4 / 6),
        ([[0, 20], [90, 24], [50, 28], [54]], 3 / 5),
    ):
        share = as_number(student.continued_share(counting_batches(starts, 4)), "continued_share")
        assert_close(share, right, f"continued_share of rows that begin at {starts}")


@points(1)
def test_share_of_a_generator(student):
    """The batches of a generator are taken as they come."""
    batches = student.one_by_one(counting_batches([[0, 10], [3, 13], [6, 30], [9, 33]], 3))
    share = as_number(student.continued_share(batches), "continued_share")
    assert_close(share, 5 / 6, "continued_share of the batches of a generator")


### END HIDDEN TESTS
check()

# %% [markdown]
# Your two samplings of the text 0, 1, 2, …, and how many of their rows go on:

# %% setup="use_share"
with waits_for("exercises 3, 4 and 5"):
    for share_name, share_function in (("random", data_iter_random), ("consecutive", data_iter_consecutive)):
        share_value = as_number(continued_share(share_function(torch.arange(4000), 8, 16)), "continued_share")
        print(f"{share_name}: {100 * share_value:.1f} % of the rows go on where they stopped.")

# %% [markdown]
# So a state may be kept between consecutive batches only, and within an epoch only: when the next one begins,
# row $r$ jumps back from its end to its beginning. (Mind the gradient, though: a state that is kept with its
# history makes `backward()` run through all batches back to the first. Its numbers are kept, by `detach()`, and
# its history is not.)
#
# ## 6. How good are the guesses? (10 points)
#
# The simplest language model has no memory at all: it looks at one token and gives each token of the vocabulary
# a chance to be the next. That is softmax regression on a one-hot input, so all it has is a table $W$ of the
# shape $(V, V)$ for $V$ tokens: row $x$ of $W$ holds the logits of what may follow $x$,
#
# $$p(y \mid x) = \frac{e^{W_{xy}}}{\sum_k e^{W_{xk}}}.$$
#
# Language models are compared by their **perplexity**: the exponential of the mean of $-\ln p(y \mid x)$ over
# all $N$ pairs of a token and its answer,
#
# $$\mathrm{perplexity} = \exp\Bigl(-\frac1N \sum_{i=1}^N \ln p(y_i \mid x_i)\Bigr).$$
#
# Write `perplexity(W, batches)`: a float, for a table `W` and an iterable of pairs $(X, Y)$ of whole-number
# matrices as your samplings give them, also from a generator. A model that knows the answer for sure has the
# perplexity 1. *Check with pencil and paper*: what does a table of zeros have, and why is the number called the
# number of equally good guesses?
#
# *Pitfall 1*: the last batch may be smaller. The mean is over all **tokens**; the mean of the means of the
# batches is another number. *Pitfall 2*: logits may be large, and $e^{200}$ is not finite in float32; torch has
# functions that take logits. *Pitfall 3*: exponentiate once, at the end.


# %% solution="perplexity"
def perplexity(W, batches):
    """exp of the mean cross-entropy (float) over all tokens of the batches, for logits W (V, V)."""
    ### BEGIN SOLUTION
    loss = tokens = 0
    for X, Y in batches:
        logits = W[X.reshape(-1)]
        loss += torch.nn.functional.cross_entropy(logits, Y.reshape(-1), reduction="sum").item()
        tokens += Y.numel()
    return math.exp(loss / tokens)
    ### END SOLUTION


# %% test="perplexity"
@points(2)
def test_perplexity_of_a_table_of_zeros(student):
    """With a table of zeros all tokens are equally likely, and the perplexity is their number."""
    for size in (2, 5):
        X = torch.arange(6).reshape(2, 3) % size
        value = as_number(student.perplexity(torch.zeros(size, size), [(X, (X + 1) % size)]), "perplexity")
        assert_close(value, size, f"the perplexity of zeros for {size} tokens", rtol=1e-4)


@points(1)
def test_perplexity_of_two_tokens(student):
    """For a coin that shows 0 three times of four after a 0, the perplexity is the one of pencil and paper."""
    W = torch.log(torch.tensor([[0.75, 0.25], [0.5, 0.5]]))
    value = as_number(student.perplexity(W, [(torch.tensor([[0, 0]]), torch.tensor([[0, 1]]))]), "perplexity")
    assert_close(value, math.exp(-(math.log(0.75) + math.log(0.25)) / 2), "the perplexity of two tokens", rtol=1e-4)


### BEGIN HIDDEN TESTS
def random_batches(size, shapes):
    """A random table (float64) for a vocabulary of `size`, and batches of the given shapes."""
    W = 2 * torch.randn(size, size, dtype=torch.float64)
    return W, [(torch.randint(size, shape), torch.randint(size, shape)) for shape in shapes]


def right_perplexity(W, batches):
    """By the formula, token by token."""
    logs = W.double() - W.double().logsumexp(dim=1, keepdim=True)
    terms = [-float(logs[x, y]) for X, Y in batches for x, y in zip(X.reshape(-1), Y.reshape(-1), strict=True)]
    return math.exp(sum(terms) / len(terms))


@points(3)
def test_perplexity_is_over_all_tokens(student):
    """With a short last batch, every token counts the same."""
    W = 3 * torch.eye(5)
    X = torch.arange(12).reshape(3, 4) % 5
    batches = [(X, X), (X, X), (X[:1], (X[:1] + 1) % 5)]
    value = as_number(student.perplexity(W, batches), "perplexity")
    assert_close(value, right_perplexity(W, batches), "the perplexity with a short last batch", rtol=1e-4)
    value = as_number(student.perplexity(W, batches[::-1]), "perplexity")
    assert_close(value, right_perplexity(W, batches), "the perplexity with a short first batch", rtol=1e-4)


@points(2)
def test_perplexity_of_any_table(student):
    """For random tables of other sizes, in float32 and float64, the perplexity is that of the formula."""
    for size, shapes in ((4, [(1, 1)]), (7, [(2, 5), (2, 5)]), (28, [(8, 6), (3, 6)])):
        W, batches = random_batches(size, shapes)
        for table in (W, W.float()):
            value = as_number(student.perplexity(table, batches), "perplexity")
            assert_close(value, right_perplexity(table, batches), f"the perplexity of {size} tokens", rtol=1e-4)


@points(1)
def test_perplexity_of_large_logits(student):
    """Logits of several hundred give a finite, right perplexity in float32."""
    W = torch.tensor([[300.0, 302.0, 100.0], [-400.0, -401.0, -900.0], [0.0, 500.0, 500.0]])
    batches = [(torch.tensor([[0, 1], [2, 0]]), torch.tensor([[1, 0], [2, 0]]))]
    value = as_number(student.perplexity(W, batches), "perplexity")
    assert_close(value, right_perplexity(W, batches), "the perplexity of a table with large logits", rtol=1e-4)


@points(1)
def test_perplexity_of_a_generator(student):
    """The batches of a generator are taken as they come, and a table in training may be judged."""
    W, batches = random_batches(6, [(3, 4), (3, 4), (2, 4)])
    table = W.float().requires_grad_()
    value = as_number(student.perplexity(table, student.one_by_one(batches)), "perplexity")
    assert_close(value, right_perplexity(W, batches), "the perplexity over a generator", rtol=1e-4)


### END HIDDEN TESTS
check()

# %% [markdown]
# ## What can be learnt from pairs
#
# Now train the table $W$ by SGD on your batches of *The Time Machine*, once for each sampling. The best table is
# known, too: the chances that fit best are the relative counts of the pairs, so counting gives the lowest
# perplexity that any $W$ can reach on this text. Does gradient descent find it?

# %% setup="train"
pair_curves, pair_table = {}, None
with waits_for("exercises 1, 3, 4 and 6"):
    pair_V = len(vocab)
    whole_text = [(corpus[:-1].reshape(1, -1), corpus[1:].reshape(1, -1))]
    pair_counts = torch.zeros(pair_V, pair_V, device=device)
    pair_counts.index_put_((corpus[:-1], corpus[1:]), torch.ones(len(corpus) - 1, device=device), accumulate=True)
    pair_best = as_number(perplexity(torch.log(pair_counts + 1e-9), whole_text), "perplexity")
    pair_letters = torch.log(pair_counts.sum(dim=0) + 1e-9).repeat(pair_V, 1)
    print(f"perplexity of a blind guess: {pair_V}")
    pair_frequent = as_number(perplexity(pair_letters, whole_text), "perplexity")
    print(f"of one who knows how frequent each letter is: {pair_frequent:.2f}")
    print(f"of one who has counted all pairs: {pair_best:.2f}")
    for pair_name, pair_function in (("random", data_iter_random), ("consecutive", data_iter_consecutive)):
        pair_table = torch.zeros(pair_V, pair_V, device=device, requires_grad=True)
        pair_curves[pair_name] = [as_number(perplexity(pair_table, whole_text), "perplexity")]
        for _ in range(60):
            for X, Y in pair_function(corpus, 8, 16):
                logits = pair_table[X.reshape(-1)]
                torch.nn.functional.cross_entropy(logits, Y.reshape(-1), reduction="sum").backward()
                sgd([pair_table], 10.0, Y.numel())
            pair_curves[pair_name].append(as_number(perplexity(pair_table, whole_text), "perplexity"))
        print(f"of the table learnt from {pair_name} batches: {pair_curves[pair_name][-1]:.2f}")

# %% [markdown]
# A language model can write: draw the next letter with the chances of the row of the last one, and again.

# %% setup="write"
if pair_table is not None:
    draws = torch.Generator().manual_seed(1895)
    with waits_for("exercise 1"), torch.no_grad():
        for _ in range(4):
            written = [vocab.index("t")]
            while len(written) < 80:
                chances = torch.softmax(pair_table[written[-1]].cpu(), dim=0)
                written.append(int(torch.multinomial(chances, 1, generator=draws)))
            print(decode(torch.tensor(written), vocab))

# %% [markdown]
# Hardly a word is right, yet it looks more like English than letters drawn blindly: vowels and consonants take
# turns, and words have about the right length. With one letter of memory no more can be had. A recurrent
# network remembers further back, and there the two samplings part: below, once more, both of yours side by
# side, and the curves, which for a model *without* memory end at the same place.

# %% setup="result"
if pair_curves:
    with waits_for("exercises 3 and 4"):
        fig = plt.figure(figsize=(10, 6))
        grid = fig.add_gridspec(2, 2, height_ratios=[2, 3])
        both = {"random": data_iter_random, "consecutive": data_iter_consecutive}
        for column, (name, function) in enumerate(both.items()):
            starts = [X[:, 0].tolist() for X, _ in function(torch.arange(32), 3, 4)]
            draw_batches(fig.add_subplot(grid[0, column]), starts, 4, 32, f"your {name} batches (n = 32, B = 3, T = 4)")
        ax = fig.add_subplot(grid[1, :])
        for name, curve in pair_curves.items():
            ax.plot(curve, "." if name == "random" else "-", label=f"{name} batches")
        ax.axhline(pair_best, color="0.5", linestyle="--", label="counted pairs")
        ax.set_yscale("log")
        ax.set_yticks([9, 10, 12, 15, 20, 28], ["9", "10", "12", "15", "20", "28"])
        ax.minorticks_off()
        ax.set_xlabel("epoch")
        ax.set_ylabel("perplexity (equally good guesses)")
        ax.set_title("Learning which letter follows which", fontsize=10)
        ax.legend()
        fig.tight_layout()
