"""Other answers to sequence_sampling: right ones in other styles, and what each misconception loses."""

from autograder.course.answers import misconception, right
from autograder.course.equivalents import equivalent

# --- 1. build_vocab ----------------------------------------------------------------------------------------


@right
def build_vocab(tokens):
    vocab = ["<unk>"]
    for token in sorted(tokens):
        if token != vocab[-1]:
            vocab.append(token)
    return vocab


@right
def build_vocab(tokens):
    import collections

    counts = collections.Counter(tokens)
    return ["<unk>"] + sorted(counts)


@right
def build_vocab(tokens):
    import numpy as np

    return ["<unk>"] + np.unique(list(tokens)).tolist()


@misconception(
    "no_place_for_the_unknown",
    loses=[
        "test_vocabulary_of_a_word",
        "test_vocabulary_is_sorted_and_without_doubles",
        "test_vocabulary_of_words",
    ],
    hint="Where will a token go that was not in the text? Compare the first entry of your list with that of the example.",
)
def build_vocab(tokens):
    return sorted(set(tokens))


@misconception(
    "unknown_at_the_end",
    loses=[
        "test_vocabulary_of_a_word",
        "test_vocabulary_is_sorted_and_without_doubles",
        "test_vocabulary_of_words",
    ],
    hint="encode takes 0 for what it does not know. Which token has the place 0 in your list?",
)
def build_vocab(tokens):
    return sorted(set(tokens)) + ["<unk>"]


@misconception(
    "unknown_sorted_among_the_others",
    loses=["test_vocabulary_is_sorted_and_without_doubles"],
    hint="The sign < comes behind the space and the digits when strings are sorted. Is your first entry always the same one?",
)
def build_vocab(tokens):
    return sorted({"<unk>", *tokens})


@misconception(
    "in_the_order_of_the_text",
    loses=[
        "test_vocabulary_of_a_word",
        "test_vocabulary_is_sorted_and_without_doubles",
        "test_vocabulary_of_words",
    ],
    hint="Your tokens come in the order in which the text brings them. Which order does the exercise ask for?",
)
def build_vocab(tokens):
    return ["<unk>", *dict.fromkeys(tokens)]


@misconception(
    "most_frequent_first",
    loses=[
        "test_vocabulary_of_a_word",
        "test_vocabulary_is_sorted_and_without_doubles",
        "test_vocabulary_of_words",
    ],
    hint="Other books put frequent tokens first. Which order does this exercise ask for?",
)
def build_vocab(tokens):
    import collections

    return ["<unk>"] + [token for token, _ in collections.Counter(tokens).most_common()]


@misconception(
    "every_token_anew",
    loses=[
        "test_vocabulary_of_a_word",
        "test_vocabulary_is_sorted_and_without_doubles",
        "test_vocabulary_of_words",
    ],
    hint="Count the entries of your list for a long text. Does a vocabulary grow with every repeated word?",
)
def build_vocab(tokens):
    return ["<unk>", *sorted(tokens)]


@misconception(
    "dict_for_a_list",
    loses=["test_vocabulary_of_a_word"],
    hint="A dict from token to number helps encode. What does decode need to get from a number to its token, and what does "
    "the exercise ask for?",
)
def build_vocab(tokens):
    return {token: index for index, token in enumerate(["<unk>", *sorted(set(tokens))])}


@misconception(
    "the_alphabet_for_every_text",
    loses=["test_vocabulary_is_sorted_and_without_doubles", "test_vocabulary_of_words"],
    hint="Your list does not depend on the text. What if it is written in another script, or consists of words?",
)
def build_vocab(tokens):
    import string

    return ["<unk>", *[letter for letter in string.ascii_lowercase if letter in "".join(tokens)]]


# --- 1. encode ---------------------------------------------------------------------------------------------


@right
def encode(tokens, vocab):
    indices = [vocab.index(token) if token in vocab else 0 for token in tokens]
    return torch.tensor(indices, dtype=torch.long)


@right
def encode(tokens, vocab):
    indices = torch.zeros(len(tokens), dtype=torch.int64)
    for place, token in enumerate(tokens):
        if token in vocab:
            indices[place] = vocab.index(token)
    return indices


@right
def encode(tokens, vocab):
    table = dict(zip(vocab, range(len(vocab))))
    return torch.LongTensor([table.get(token, table["<unk>"]) for token in tokens])


@right
def encode(tokens, vocab):
    import collections

    import numpy as np

    table = collections.defaultdict(int, {token: index for index, token in enumerate(vocab)})
    return torch.from_numpy(np.array([table[token] for token in tokens], dtype=np.int64))


@misconception(
    "counts_from_one",
    loses=["test_encode_a_word", "test_encode_unknown_tokens", "test_encode_with_any_vocabulary"],
    hint="Where does Python begin to count the places of a list? Encode a text and look each number up in vocab.",
)
def encode(tokens, vocab):
    place = {token: index for index, token in enumerate(vocab, start=1)}
    return torch.tensor([place.get(token, 0) for token in tokens], dtype=torch.int64)


@misconception(
    "places_without_the_unknown",
    loses=["test_encode_a_word", "test_encode_unknown_tokens", "test_encode_with_any_vocabulary"],
    hint='The place 0 is taken by "<unk>". At which place does the first real token stand?',
)
def encode(tokens, vocab):
    place = {token: index for index, token in enumerate(vocab[1:])}
    return torch.tensor([place.get(token, 0) for token in tokens], dtype=torch.int64)


@misconception(
    "unknown_token_is_an_error",
    loses=["test_encode_unknown_tokens"],
    hint="A token that the vocabulary does not have ends your function. Which index is kept free for it?",
)
def encode(tokens, vocab):
    place = {token: index for index, token in enumerate(vocab)}
    return torch.tensor([place[token] for token in tokens], dtype=torch.int64)


@misconception(
    "unknown_tokens_left_out",
    loses=["test_encode_unknown_tokens"],
    hint="Your tensor is shorter than the text when a token is not known. What should stand in its place?",
)
def encode(tokens, vocab):
    place = {token: index for index, token in enumerate(vocab)}
    return torch.tensor([place[token] for token in tokens if token in place], dtype=torch.int64)


@misconception(
    "unknown_is_minus_one",
    loses=["test_encode_unknown_tokens"],
    hint="-1 is the habit of str.find, and as an index of a list it means the last entry. Which index stands for what is not known?",
)
def encode(tokens, vocab):
    place = {token: index for index, token in enumerate(vocab)}
    return torch.tensor([place.get(token, -1) for token in tokens], dtype=torch.int64)


@misconception(
    "the_codes_of_the_machine",
    loses=["test_encode_a_word", "test_encode_unknown_tokens", "test_encode_with_any_vocabulary"],
    hint="ord gives the number that a character has in every text. Which number does it have in vocab?",
)
def encode(tokens, vocab):
    return torch.tensor([ord(token) for token in tokens], dtype=torch.int64)


@misconception(
    "sorts_the_vocabulary_again",
    loses=["test_encode_unknown_tokens", "test_encode_with_any_vocabulary"],
    hint="The vocabulary may come in any order. What is the place of a token in the list that you were handed?",
)
def encode(tokens, vocab):
    place = {token: index for index, token in enumerate(["<unk>", *sorted(vocab[1:])])}
    return torch.tensor([place.get(token, 0) for token in tokens], dtype=torch.int64)


@misconception(
    "no_type_for_an_empty_text",
    loses=["test_encode_nothing"],
    hint="torch.tensor([]) has nothing to guess its type from. What type does it take, and how can you say which one you want?",
)
def encode(tokens, vocab):
    place = {token: index for index, token in enumerate(vocab)}
    return torch.tensor([place.get(token, 0) for token in tokens])


@misconception(
    "indices_as_real_numbers",
    loses=["test_encode_a_word", "test_encode_nothing"],
    hint="An index is a whole number: nobody looks up row 2.0 of a table. Which dtype does your tensor have?",
)
def encode(tokens, vocab):
    place = {token: index for index, token in enumerate(vocab)}
    return torch.tensor([float(place.get(token, 0)) for token in tokens])


@misconception(
    "list_of_indices",
    loses=[
        "test_encode_a_word",
        "test_encode_unknown_tokens",
        "test_encode_with_any_vocabulary",
        "test_encode_nothing",
    ],
    hint="Your indices are right, but in which kind of container does the exercise want them?",
)
def encode(tokens, vocab):
    place = {token: index for index, token in enumerate(vocab)}
    return [place.get(token, 0) for token in tokens]


# --- 1. decode ---------------------------------------------------------------------------------------------


@right
def decode(indices, vocab):
    word = ""
    for index in indices:
        word += vocab[int(index)]
    return word


@right
def decode(indices, vocab):
    return "".join(map(vocab.__getitem__, indices.tolist()))


@right
def decode(indices, vocab):
    import numpy as np

    return "".join(np.array(vocab)[indices.cpu().numpy()])


@misconception(
    "list_of_tokens",
    loses=["test_decode_a_word", "test_decode_is_the_way_back", "test_decode_the_unknown"],
    hint="What comes back is still a list of tokens. How does one string become of it?",
)
def decode(indices, vocab):
    return [vocab[index] for index in indices.tolist()]


@misconception(
    "spaces_between_the_tokens",
    loses=["test_decode_a_word", "test_decode_is_the_way_back", "test_decode_the_unknown"],
    hint="The space is a token of its own here. What should stand between two characters of a word?",
)
def decode(indices, vocab):
    return " ".join(vocab[index] for index in indices.tolist())


@misconception(
    "unknown_left_out",
    loses=["test_decode_is_the_way_back", "test_decode_the_unknown"],
    hint="The reader should see that there was something which is not known. What is vocab[0]?",
)
def decode(indices, vocab):
    return "".join(vocab[index] for index in indices.tolist() if index > 0)


@misconception(
    "decodes_from_one",
    loses=["test_decode_a_word", "test_decode_is_the_way_back", "test_decode_the_unknown"],
    hint="Which token does the index 1 stand for? Decode a tensor with a single number and compare.",
)
def decode(indices, vocab):
    return "".join(vocab[index - 1] for index in indices.tolist())


@misconception(
    "characters_of_the_machine",
    loses=["test_decode_a_word", "test_decode_is_the_way_back", "test_decode_the_unknown"],
    hint="chr is the way back from ord, not from your indices. Where does it say which index means which token?",
)
def decode(indices, vocab):
    return "".join(chr(index) for index in indices.tolist())


@misconception(
    "each_token_once",
    loses=["test_decode_a_word", "test_decode_is_the_way_back", "test_decode_the_unknown"],
    hint="Go through the indices one after the other. Do you go through the vocabulary instead?",
)
def decode(indices, vocab):
    wanted = set(indices.tolist())
    return "".join(token for index, token in enumerate(vocab) if index in wanted)


# --- 2. PREDICT_SIZES --------------------------------------------------------------------------------------


@misconception(
    "short_batch_thrown_away",
    loses=["test_prediction_random_32", "test_prediction_random_24"],
    hint="Each window comes once in an epoch. Count the windows of 32 tokens: do yours add up?",
)
def PREDICT_SIZES():
    return {
        "random, n=32, B=3": [(3, 4), (3, 4)],
        "consecutive, n=32, B=3": [(3, 4), (3, 4)],
        "random, n=24, B=2": [(2, 4), (2, 4)],
        "consecutive, n=24, B=2": [(2, 4), (2, 4)],
    }


@misconception(
    "last_token_asked_too",
    loses=["test_prediction_random_32", "test_prediction_random_24", "test_prediction_consecutive_24"],
    hint="What is the answer to the last token of the text? Write down the last row of Y with pencil and paper.",
)
def PREDICT_SIZES():
    return {
        "random, n=32, B=3": [(3, 4), (3, 4), (2, 4)],
        "consecutive, n=32, B=3": [(3, 4), (3, 4)],
        "random, n=24, B=2": [(2, 4), (2, 4), (2, 4)],
        "consecutive, n=24, B=2": [(2, 4), (2, 4), (2, 4)],
    }


@misconception(
    "short_columns_kept",
    loses=["test_prediction_consecutive_32", "test_prediction_consecutive_24"],
    hint="Each row has a few tokens left at its end. What does the text of the task say of fewer than T columns?",
)
def PREDICT_SIZES():
    return {
        "random, n=32, B=3": [(3, 4), (3, 4), (1, 4)],
        "consecutive, n=32, B=3": [(3, 4), (3, 4), (3, 2)],
        "random, n=24, B=2": [(2, 4), (2, 4), (1, 4)],
        "consecutive, n=24, B=2": [(2, 4), (2, 4), (2, 3)],
    }


@misconception(
    "consecutive_like_random",
    loses=["test_prediction_consecutive_32", "test_prediction_consecutive_24"],
    hint="You cut both texts into windows. Into how many long rows is the text cut first for consecutive sampling, and how long are they?",
)
def PREDICT_SIZES():
    return {
        "random, n=32, B=3": [(3, 4), (3, 4), (1, 4)],
        "consecutive, n=32, B=3": [(3, 4), (3, 4), (1, 4)],
        "random, n=24, B=2": [(2, 4), (2, 4), (1, 4)],
        "consecutive, n=24, B=2": [(2, 4), (2, 4), (1, 4)],
    }


@misconception(
    "time_before_batch",
    loses=[
        "test_prediction_random_32",
        "test_prediction_consecutive_32",
        "test_prediction_random_24",
        "test_prediction_consecutive_24",
    ],
    hint="Which number of a shape counts the rows: B or T? In the example of the task the first one is B.",
)
def PREDICT_SIZES():
    return {
        "random, n=32, B=3": [(4, 3), (4, 3), (4, 1)],
        "consecutive, n=32, B=3": [(4, 3), (4, 3)],
        "random, n=24, B=2": [(4, 2), (4, 2), (4, 1)],
        "consecutive, n=24, B=2": [(4, 2), (4, 2)],
    }


@misconception(
    "sizes_for_shapes",
    loses=[
        "test_shapes_for_each_case",
        "test_prediction_random_32",
        "test_prediction_consecutive_32",
        "test_prediction_random_24",
        "test_prediction_consecutive_24",
    ],
    hint="A shape is a pair of numbers: the rows and the columns. You wrote only one of them.",
)
def PREDICT_SIZES():
    return {
        "random, n=32, B=3": [3, 3, 1],
        "consecutive, n=32, B=3": [3, 3],
        "random, n=24, B=2": [2, 2, 1],
        "consecutive, n=24, B=2": [2, 2],
    }


# --- 2. num_batches ----------------------------------------------------------------------------------------


@right
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    windows = len(range(offset, num_tokens - num_steps, num_steps))
    full, rest = divmod(windows, batch_size)
    if kind == "random":
        return full + bool(rest)
    return full


@right
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    rest = num_tokens - offset - 1
    if rest < num_steps:
        return 0
    return -(-(rest // num_steps) // batch_size) if kind == "random" else rest // (batch_size * num_steps)


@right
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    count, left = 0, num_tokens - offset - 1
    while left >= num_steps * (batch_size if kind == "consecutive" else 1):
        count, left = count + 1, left - batch_size * num_steps
    return count


@right
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    import numpy as np

    windows = max(0, (num_tokens - offset - 1) // num_steps)
    rounded = {"random": np.ceil, "consecutive": np.floor}[kind]
    return int(rounded(windows / batch_size))


@misconception(
    "last_token_counted",
    loses=[
        "test_number_of_random_batches",
        "test_number_of_consecutive_batches",
        "test_offset_changes_the_number",
        "test_too_short_for_a_batch",
    ],
    hint="How many tokens have an answer? Try a text of five tokens with T = 5.",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    questions = max(num_tokens - offset, 0)
    if kind == "random":
        return math.ceil(questions // num_steps / batch_size)
    return questions // batch_size // num_steps


@misconception(
    "offset_not_counted",
    loses=["test_offset_changes_the_number"],
    hint="With a larger offset there is less text left. Which argument did you not use?",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    questions = max(num_tokens - 1, 0)
    if kind == "random":
        return math.ceil(questions // num_steps / batch_size)
    return questions // batch_size // num_steps


@misconception(
    "random_short_batch_not_counted",
    loses=["test_batches_of_fifty_tokens", "test_number_of_random_batches", "test_offset_changes_the_number"],
    hint="Five windows in batches of two: what becomes of the fifth? Each window comes once in an epoch.",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    questions = max(num_tokens - offset - 1, 0)
    return questions // num_steps // batch_size


@misconception(
    "consecutive_rounded_up",
    loses=[
        "test_batches_of_fifty_tokens",
        "test_number_of_consecutive_batches",
        "test_offset_changes_the_number",
    ],
    hint="The columns that are left at the end of the rows make no batch of their own. Which way is the number rounded?",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    questions = max(num_tokens - offset - 1, 0)
    return math.ceil(questions // num_steps / batch_size)


@misconception(
    "part_of_a_window_counted",
    loses=["test_number_of_random_batches", "test_offset_changes_the_number", "test_too_short_for_a_batch"],
    hint="A piece of text that is shorter than T is no window. Where do you round down, and where up?",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    questions = max(num_tokens - offset - 1, 0)
    if kind == "random":
        return math.ceil(questions / num_steps / batch_size)
    return questions // batch_size // num_steps


@misconception(
    "random_and_consecutive_exchanged",
    loses=[
        "test_batches_of_fifty_tokens",
        "test_number_of_random_batches",
        "test_number_of_consecutive_batches",
        "test_offset_changes_the_number",
    ],
    hint="Which of the two samplings keeps a short last batch? You have them the other way round.",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    questions = max(num_tokens - offset - 1, 0)
    if kind == "consecutive":
        return math.ceil(questions // num_steps / batch_size)
    return questions // batch_size // num_steps


@misconception(
    "overlapping_windows_counted",
    loses=["test_batches_of_fifty_tokens", "test_number_of_random_batches", "test_offset_changes_the_number"],
    hint="Your windows begin at every token, so that they overlap. Where does the next window begin when they lie side by side?",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    if kind == "random":
        return math.ceil(max(num_tokens - offset - num_steps, 0) / batch_size)
    return max(num_tokens - offset - 1, 0) // batch_size // num_steps


@misconception(
    "negative_number_of_batches",
    loses=["test_too_short_for_a_batch"],
    hint="What is -2 // 4 in Python? Try your function on a text that ends before the offset.",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    questions = num_tokens - offset - 1
    if kind == "random":
        return math.ceil(questions // num_steps / batch_size)
    return questions // batch_size // num_steps


@misconception(
    "each_row_loses_a_token",
    loses=["test_number_of_consecutive_batches", "test_offset_changes_the_number"],
    hint="Only the last token of the whole text has no answer. Where does the text go on at the end of a row that is not the last?",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    if kind == "random":
        return math.ceil(max(num_tokens - offset - 1, 0) // num_steps / batch_size)
    return max((max(num_tokens - offset, 0) // batch_size - 1) // num_steps, 0)


@misconception(
    "rounded_yet_no_int",
    loses=[
        "test_batches_of_fifty_tokens",
        "test_number_of_random_batches",
        "test_number_of_consecutive_batches",
        "test_offset_changes_the_number",
        "test_too_short_for_a_batch",
    ],
    hint="2.0 is a whole number, but range(2.0) is an error. Which kind of number does your division give?",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    windows = max(num_tokens - offset - 1, 0) / num_steps // 1
    if kind == "random":
        return (windows + batch_size - 1) // batch_size
    return windows // batch_size


@misconception(
    "not_a_whole_number",
    loses=[
        "test_batches_of_fifty_tokens",
        "test_number_of_random_batches",
        "test_number_of_consecutive_batches",
        "test_offset_changes_the_number",
        "test_too_short_for_a_batch",
    ],
    hint="Half a batch does not come. Which division gives a whole number?",
)
def num_batches(kind, num_tokens, batch_size, num_steps, offset=0):
    return max(num_tokens - offset - 1, 0) / num_steps / batch_size


# --- 3. data_iter_random -----------------------------------------------------------------------------------


@right
def data_iter_random(corpus, batch_size, num_steps):
    corpus = corpus[random.randint(0, num_steps - 1) :].tolist()
    num_subseqs = (len(corpus) - 1) // num_steps
    initial_indices = list(range(0, num_subseqs * num_steps, num_steps))
    random.shuffle(initial_indices)
    for i in range(0, num_subseqs, batch_size):
        batch = initial_indices[i : i + batch_size]
        X = [corpus[j : j + num_steps] for j in batch]
        Y = [corpus[j + 1 : j + 1 + num_steps] for j in batch]
        yield torch.tensor(X), torch.tensor(Y)


@right
def data_iter_random(corpus, batch_size, num_steps):
    offset = int(torch.randint(num_steps, ()))
    count = max(0, (len(corpus) - offset - 1) // num_steps)
    for batch in torch.randperm(count).split(batch_size):
        if len(batch):
            where = offset + batch[:, None] * num_steps + torch.arange(num_steps)
            yield corpus[where], corpus[where + 1]


@right
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    if len(corpus) - offset <= num_steps:
        return
    windows = corpus[offset:].unfold(0, num_steps + 1, num_steps)
    data = torch.utils.data.TensorDataset(windows[:, :-1].clone(), windows[:, 1:].clone())
    yield from torch.utils.data.DataLoader(data, batch_size, shuffle=True)


@right
def data_iter_random(corpus, batch_size, num_steps):
    import numpy as np

    tokens = corpus.cpu().numpy()[np.random.randint(num_steps) :]
    m = max(0, (len(tokens) - 1) // num_steps)
    X = tokens[: m * num_steps].reshape(m, num_steps)
    Y = tokens[1 : m * num_steps + 1].reshape(m, num_steps)
    order = np.random.permutation(m)
    for start in range(0, m, batch_size):
        batch = order[start : start + batch_size]
        yield torch.from_numpy(X[batch]), torch.from_numpy(Y[batch])


@right
class data_iter_random:
    def __init__(self, corpus, batch_size, num_steps):
        self.corpus, self.batch_size, self.num_steps = corpus.clone(), batch_size, num_steps

    def __iter__(self):
        left = list(range(random.choice(range(self.num_steps)), len(self.corpus) - self.num_steps, self.num_steps))
        while left:
            batch = []
            while left and len(batch) < self.batch_size:
                start = left.pop(random.randrange(len(left)))
                batch.append(self.corpus[start : start + self.num_steps + 1])
            pieces = torch.stack(batch)
            yield pieces[:, :-1].clone(), pieces[:, 1:].clone()


@misconception(
    "last_window_without_its_answer",
    loses=[
        "test_random_batch_is_a_pair_of_matrices",
        "test_random_targets_are_the_next_tokens",
        "test_random_epoch_of_18_tokens",
        "test_random_batches_come_one_at_a_time",
        "test_random_windows_cover_the_text",
        "test_random_rows_are_pieces_of_the_text",
        "test_random_targets_of_any_text",
        "test_random_last_batch_is_smaller",
        "test_random_offset_is_drawn",
        "test_random_order_is_shuffled",
        "test_random_order_is_new_in_each_epoch",
        "test_random_batches_are_the_readers_own",
        "test_random_short_text_gives_nothing",
    ],
    hint="Your last window may reach to the very end of the text. Where is the answer to its last token?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps + 1, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "one_window_too_few",
    loses=[
        "test_random_epoch_of_18_tokens",
        "test_random_windows_cover_the_text",
        "test_random_last_batch_is_smaller",
    ],
    hint="range excludes its end already, and one token is enough for the last answer. What else do you take off?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps - 1, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "answers_not_shifted",
    loses=["test_random_targets_are_the_next_tokens", "test_random_targets_of_any_text"],
    hint="Your X and Y are the same. What is the answer to the question which token comes next?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        yield X, X.clone()


@misconception(
    "answers_a_window_later",
    loses=[
        "test_random_targets_are_the_next_tokens",
        "test_random_epoch_of_18_tokens",
        "test_random_windows_cover_the_text",
        "test_random_targets_of_any_text",
        "test_random_last_batch_is_smaller",
    ],
    hint="Your Y is the window behind X. By how many tokens should it be shifted, if each token asks for the next one?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - 2 * num_steps + 1, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + num_steps : start + 2 * num_steps] for start in batch])
        yield X, Y


@misconception(
    "answers_rolled_within_the_row",
    loses=["test_random_targets_are_the_next_tokens", "test_random_targets_of_any_text"],
    hint="The answer to the last token of a row does not stand in that row. What does your Y have there?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        yield X, torch.roll(X, -1, dims=1)


@misconception(
    "answers_one_earlier",
    loses=[
        "test_random_targets_are_the_next_tokens",
        "test_random_windows_cover_the_text",
        "test_random_targets_of_any_text",
        "test_random_offset_is_drawn",
    ],
    hint="Your Y holds the token before each token of X. Does a language model guess what was or what comes?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        Y = torch.stack([corpus[start : start + num_steps] for start in batch])
        X = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "answers_are_the_tokens_plus_one",
    loses=["test_random_targets_of_any_text"],
    hint="In the text 0, 1, 2, … the next token is the token plus one. Which letter follows a q, and do you have to look it up?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        yield X, X + 1


@misconception(
    "places_for_tokens",
    loses=[
        "test_random_windows_cover_the_text",
        "test_random_rows_are_pieces_of_the_text",
        "test_random_targets_of_any_text",
        "test_random_offset_is_drawn",
    ],
    hint="You hand out the places of the tokens. Which token stands at each of these places?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        X = torch.tensor(starts[first : first + batch_size]).reshape(-1, 1) + torch.arange(num_steps)
        yield X, X + 1


@misconception(
    "tokens_shuffled",
    loses=[
        "test_random_targets_are_the_next_tokens",
        "test_random_windows_cover_the_text",
        "test_random_rows_are_pieces_of_the_text",
    ],
    hint="Print a row of your X as text. Is it a piece of the story, or did you shuffle the letters instead of the windows?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    order = [start + step for start in starts for step in range(num_steps)]
    random.shuffle(order)
    for first in range(0, len(order), batch_size * num_steps):
        where = torch.tensor(order[first : first + batch_size * num_steps]).reshape(-1, num_steps)
        yield corpus[where], corpus[where + 1]


@misconception(
    "the_text_shuffled_first",
    loses=[
        "test_random_targets_are_the_next_tokens",
        "test_random_windows_cover_the_text",
        "test_random_rows_are_pieces_of_the_text",
        "test_random_targets_of_any_text",
        "test_random_offset_is_drawn",
    ],
    hint="Your text is shuffled before it is cut, so that what follows a token is chance. What should be shuffled: the tokens, or the windows?",
)
def data_iter_random(corpus, batch_size, num_steps):
    corpus = corpus[torch.randperm(len(corpus))]
    for first in range(random.randrange(num_steps), len(corpus) - num_steps, batch_size * num_steps):
        starts = range(first, min(first + batch_size * num_steps, len(corpus) - num_steps), num_steps)
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@misconception(
    "x_and_y_shuffled_apart",
    loses=["test_random_targets_are_the_next_tokens", "test_random_targets_of_any_text"],
    hint="X and Y are each in an order of their own. Does a row of Y still belong to the row of X beside it?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    X = [corpus[start : start + num_steps] for start in starts]
    Y = [corpus[start + 1 : start + num_steps + 1] for start in starts]
    random.shuffle(X)
    random.shuffle(Y)
    for first in range(0, len(starts), batch_size):
        yield torch.stack(X[first : first + batch_size]), torch.stack(Y[first : first + batch_size])


@misconception(
    "short_last_batch_dropped",
    loses=[
        "test_random_epoch_of_18_tokens",
        "test_random_windows_cover_the_text",
        "test_random_last_batch_is_smaller",
    ],
    hint="Count the windows of an epoch: some never come. What may the last batch look like if B does not divide their number?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts) - batch_size + 1, batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "last_batch_filled_up",
    loses=[
        "test_random_epoch_of_18_tokens",
        "test_random_windows_cover_the_text",
        "test_random_last_batch_is_smaller",
    ],
    hint="Some windows come twice so that the last batch is full. How often should a window come in one epoch?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = [starts[place % len(starts)] for place in range(first, first + batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "windows_at_every_token",
    loses=[
        "test_random_epoch_of_18_tokens",
        "test_random_windows_cover_the_text",
        "test_random_last_batch_is_smaller",
    ],
    hint="Your windows overlap, as in edition 1.0 of the book. How far apart do they begin if they lie side by side?",
)
def data_iter_random(corpus, batch_size, num_steps):
    starts = list(range(random.randrange(num_steps), len(corpus) - num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "windows_drawn_with_replacement",
    loses=[
        "test_random_epoch_of_18_tokens",
        "test_random_windows_cover_the_text",
        "test_random_offset_is_drawn",
    ],
    hint="You draw each window anew from all of them, so that some come twice and others never. What does shuffling do instead?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    starts = [random.choice(starts) for _ in starts]
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "never_an_offset",
    loses=["test_random_offset_is_drawn"],
    hint="Your windows begin at the same places in every epoch. What is skipped at the beginning of each one?",
)
def data_iter_random(corpus, batch_size, num_steps):
    starts = list(range(0, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "offset_of_a_whole_window",
    loses=[
        "test_random_epoch_of_18_tokens",
        "test_random_last_batch_is_smaller",
        "test_random_offset_is_drawn",
    ],
    hint="Your offset can be T, so that a whole window is skipped. Does random.randint include its end?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randint(0, num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "offset_never_zero",
    loses=[
        "test_random_epoch_of_18_tokens",
        "test_random_last_batch_is_smaller",
        "test_random_offset_is_drawn",
    ],
    hint="The first token of the text never comes. Which offsets can your draw give?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randint(1, num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "order_of_the_text_kept",
    loses=["test_random_order_is_shuffled", "test_random_order_is_new_in_each_epoch"],
    hint="Your windows come in the order of the text. Did you shuffle them, and do you use what you shuffled?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "only_the_batches_shuffled",
    loses=["test_random_order_is_shuffled"],
    hint="Neighbours in the text always share a batch. Are the windows shuffled, or only the batches?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    batches = [starts[first : first + batch_size] for first in range(0, len(starts), batch_size)]
    short = batches.pop() if batches and len(batches[-1]) < batch_size else None
    random.shuffle(batches)
    for batch in batches + ([short] if short else []):
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "one_order_for_ever",
    loses=["test_random_order_is_new_in_each_epoch"],
    hint="Each epoch brings the windows in the same order. Who sets a seed within the function, and why?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.Random(42).shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        yield X, Y


@misconception(
    "two_views_of_one_piece",
    loses=["test_random_batches_are_the_readers_own"],
    hint="Change a token of X and look at Y. Two slices of one tensor are two views of the same memory: what makes a copy?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        pieces = torch.stack([corpus[start : start + num_steps + 1] for start in starts[first : first + batch_size]])
        yield pieces[:, :-1], pieces[:, 1:]


@misconception(
    "random_time_before_batch",
    loses=[
        "test_random_batch_is_a_pair_of_matrices",
        "test_random_targets_are_the_next_tokens",
        "test_random_epoch_of_18_tokens",
        "test_random_windows_cover_the_text",
        "test_random_rows_are_pieces_of_the_text",
        "test_random_last_batch_is_smaller",
    ],
    hint="Your matrices have T rows. Should a row be a piece of the text, or a column?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch], dim=1)
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch], dim=1)
        yield X, Y


@misconception(
    "random_tokens_as_real_numbers",
    loses=["test_random_batch_is_a_pair_of_matrices"],
    hint="Tokens are indices, and nobody looks up row 2.0 of a table. Which dtype do your batches have?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X, Y = torch.zeros(len(batch), num_steps), torch.zeros(len(batch), num_steps)
        for row, start in enumerate(batch):
            X[row], Y[row] = corpus[start : start + num_steps], corpus[start + 1 : start + num_steps + 1]
        yield X, Y


@misconception(
    "random_batches_in_a_list",
    loses=["test_random_batches_come_one_at_a_time"],
    hint="You return all batches at once. Which word hands them out one at a time?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    batches = []
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        batches.append((X, Y))
    return batches


@misconception(
    "random_returns_the_first_batch",
    loses=[
        "test_random_batch_is_a_pair_of_matrices",
        "test_random_targets_are_the_next_tokens",
        "test_random_epoch_of_18_tokens",
        "test_random_batches_come_one_at_a_time",
        "test_random_windows_cover_the_text",
        "test_random_rows_are_pieces_of_the_text",
        "test_random_targets_of_any_text",
        "test_random_last_batch_is_smaller",
        "test_random_offset_is_drawn",
        "test_random_order_is_shuffled",
        "test_random_order_is_new_in_each_epoch",
        "test_random_short_text_gives_nothing",
    ],
    hint="return ends the function at the first batch. Which word hands a batch out and goes on?",
)
def data_iter_random(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    starts = list(range(offset, len(corpus) - num_steps, num_steps))
    random.shuffle(starts)
    for first in range(0, len(starts), batch_size):
        batch = starts[first : first + batch_size]
        X = torch.stack([corpus[start : start + num_steps] for start in batch])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in batch])
        return X, Y


# --- 4. data_iter_consecutive ------------------------------------------------------------------------------


@right
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randint(0, num_steps - 1)
    length = max(0, (len(corpus) - offset - 1) // batch_size)
    num_tokens = length * batch_size
    Xs = corpus[offset : offset + num_tokens].reshape(batch_size, length)
    Ys = corpus[offset + 1 : offset + 1 + num_tokens].reshape(batch_size, length)
    for i in range(0, length // num_steps * num_steps, num_steps):
        yield Xs[:, i : i + num_steps].clone(), Ys[:, i : i + num_steps].clone()


@right
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = int(torch.randint(0, num_steps, (1,)))
    length = (len(corpus) - offset - 1) // batch_size
    where = offset + torch.arange(batch_size).reshape(-1, 1) * length + torch.arange(num_steps)
    for _ in range(length // num_steps):
        yield corpus[where], corpus[where + 1]
        where = where + num_steps


@right
def data_iter_consecutive(corpus, batch_size, num_steps):
    tokens = corpus.tolist()[random.randrange(num_steps) :]
    length = (len(tokens) - 1) // batch_size
    rows = [tokens[r * length : (r + 1) * length + 1] for r in range(batch_size)]
    i = 0
    while i + num_steps <= length:
        X = torch.tensor([row[i : i + num_steps] for row in rows])
        Y = torch.tensor([row[i + 1 : i + 1 + num_steps] for row in rows])
        i += num_steps
        yield X, Y


@right
def data_iter_consecutive(corpus, batch_size, num_steps):
    import numpy as np

    tokens = corpus.cpu().numpy()[np.random.randint(num_steps) :]
    batches = max(0, len(tokens) - 1) // batch_size // num_steps
    length = max(0, len(tokens) - 1) // batch_size
    for j in range(batches):
        columns = np.arange(j * num_steps, (j + 1) * num_steps)
        where = length * np.arange(batch_size)[:, None] + columns
        yield torch.from_numpy(tokens[where]), torch.from_numpy(tokens[where + 1])


@right
class data_iter_consecutive:
    def __init__(self, corpus, batch_size, num_steps):
        self.tokens, self.rows, self.steps = corpus[random.choice(range(num_steps)) :].clone(), batch_size, num_steps
        self.length, self.column = (len(self.tokens) - 1) // batch_size, 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.length - self.column < self.steps:
            raise StopIteration
        X = torch.empty(self.rows, self.steps, dtype=self.tokens.dtype)
        Y = torch.empty_like(X)
        for r in range(self.rows):
            start = r * self.length + self.column
            X[r] = self.tokens[start : start + self.steps]
            Y[r] = self.tokens[start + 1 : start + self.steps + 1]
        self.column += self.steps
        return X, Y


@misconception(
    "windows_side_by_side_in_a_batch",
    loses=[
        "test_consecutive_rows_read_on",
        "test_consecutive_rows_go_on_in_any_text",
        "test_consecutive_rows_share_the_text",
    ],
    hint="Follow row 0 from one batch to the next: it leaps over the other rows. Which tokens should row 0 of the second batch hold?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for batch in range(length // num_steps):
        starts = [offset + (batch * batch_size + row) * num_steps for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@misconception(
    "tokens_dealt_out_like_cards",
    loses=[
        "test_consecutive_targets_are_the_next_tokens",
        "test_consecutive_rows_read_on",
        "test_consecutive_rows_go_on_in_any_text",
        "test_consecutive_rows_share_the_text",
    ],
    hint="Two neighbours in a row of yours are B tokens apart in the text. Compare reshape(B, -1) and reshape(-1, B) on torch.arange(12).",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = max(0, (len(corpus) - offset - 1) // batch_size)
    Xs = corpus[offset : offset + length * batch_size].reshape(length, batch_size).T
    Ys = corpus[offset + 1 : offset + 1 + length * batch_size].reshape(length, batch_size).T
    for i in range(0, length - num_steps + 1, num_steps):
        yield Xs[:, i : i + num_steps].clone(), Ys[:, i : i + num_steps].clone()


@misconception(
    "last_row_without_its_answer",
    loses=[
        "test_consecutive_batches_have_one_shape",
        "test_consecutive_targets_are_the_next_tokens",
        "test_consecutive_rows_read_on",
        "test_consecutive_rows_go_on_in_any_text",
        "test_consecutive_rows_share_the_text",
        "test_consecutive_number_of_batches",
        "test_consecutive_targets_of_any_text",
        "test_consecutive_batches_are_the_readers_own",
        "test_consecutive_short_text_gives_nothing",
    ],
    hint="Your last row may reach to the very end of the text. Where is the answer to its last token?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset) // batch_size
    for column in range(0, length - num_steps + 1, num_steps):
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@misconception(
    "answers_within_the_long_row",
    loses=["test_consecutive_rows_share_the_text", "test_consecutive_number_of_batches"],
    hint="You look for the answers within each long row, so each row loses a token. Where does the text go on at the end of a row?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = max(0, len(corpus) - offset) // batch_size
    rows = corpus[offset : offset + length * batch_size].reshape(batch_size, length)
    for i in range(0, length - num_steps, num_steps):
        yield rows[:, i : i + num_steps].clone(), rows[:, i + 1 : i + num_steps + 1].clone()


@misconception(
    "long_rows_rolled",
    loses=["test_consecutive_targets_are_the_next_tokens", "test_consecutive_targets_of_any_text"],
    hint="torch.roll brings the first token of the row to its end. Is that what comes next in the text?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = max(0, (len(corpus) - offset - 1) // batch_size)
    Xs = corpus[offset : offset + length * batch_size].reshape(batch_size, length)
    Ys = torch.roll(Xs, -1, dims=1)
    for i in range(0, length - num_steps + 1, num_steps):
        yield Xs[:, i : i + num_steps].clone(), Ys[:, i : i + num_steps].clone()


@misconception(
    "consecutive_answers_not_shifted",
    loses=["test_consecutive_targets_are_the_next_tokens", "test_consecutive_targets_of_any_text"],
    hint="Your X and Y are the same. What is the answer to the question which token comes next?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length - num_steps + 1, num_steps):
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        yield X, X.clone()


@misconception(
    "consecutive_answers_are_plus_one",
    loses=["test_consecutive_targets_of_any_text"],
    hint="In the text 0, 1, 2, … the next token is the token plus one. Which letter follows a q, and do you have to look it up?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length - num_steps + 1, num_steps):
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        yield X, X + 1


@misconception(
    "short_columns_come_too",
    loses=[
        "test_consecutive_batches_have_one_shape",
        "test_consecutive_number_of_batches",
        "test_consecutive_short_text_gives_nothing",
    ],
    hint="Your last batch is narrower than the others. What becomes of fewer than T columns?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length, num_steps):
        stop = min(column + num_steps, length)
        X = torch.stack([corpus[offset + r * length + column : offset + r * length + stop] for r in range(batch_size)])
        Y = torch.stack(
            [corpus[offset + r * length + column + 1 : offset + r * length + stop + 1] for r in range(batch_size)]
        )
        yield X, Y


@misconception(
    "last_full_batch_lost",
    loses=[
        "test_consecutive_batches_have_one_shape",
        "test_consecutive_rows_share_the_text",
        "test_consecutive_number_of_batches",
        "test_consecutive_offset_is_drawn",
    ],
    hint="Write down the columns at which your batches begin, for rows of six tokens and T = 3. Which one is missing?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length - num_steps, num_steps):
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@misconception(
    "batches_that_overlap",
    loses=[
        "test_consecutive_rows_read_on",
        "test_consecutive_rows_go_on_in_any_text",
        "test_consecutive_number_of_batches",
    ],
    hint="Your second batch begins one column after the first. How many columns has the first one read?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length - num_steps + 1):
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@misconception(
    "a_gap_between_batches",
    loses=[
        "test_consecutive_rows_read_on",
        "test_consecutive_rows_go_on_in_any_text",
        "test_consecutive_number_of_batches",
    ],
    hint="Between two of your batches one token is never asked about. The last answer of a row is the next question: is it in the next X?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length - num_steps + 1, num_steps + 1):
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@misconception(
    "consecutive_batches_shuffled",
    loses=[
        "test_consecutive_rows_read_on",
        "test_consecutive_rows_go_on_in_any_text",
        "test_consecutive_number_of_batches",
    ],
    hint="Your batches come in random order. Can row r of the next batch then go on where this one stopped?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    columns = list(range(0, length - num_steps + 1, num_steps))
    columns = columns[1:] + columns[:1]
    for column in columns:
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@misconception(
    "consecutive_without_offset",
    loses=["test_consecutive_offset_is_drawn"],
    hint="Your rows begin at the same places in every epoch. What is skipped at the beginning of each one?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    length = (len(corpus) - 1) // batch_size
    for column in range(0, length - num_steps + 1, num_steps):
        starts = [row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@misconception(
    "consecutive_offset_up_to_t",
    loses=["test_consecutive_offset_is_drawn"],
    hint="Your offset can be T, and then a whole batch is skipped. Does random.randint include its end?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randint(0, num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length - num_steps + 1, num_steps):
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@misconception(
    "views_of_the_corpus",
    loses=["test_consecutive_batches_are_the_readers_own"],
    hint="Change a token of X and look at Y and at the corpus. A slice of a tensor is a view of the same memory: what makes a copy?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = max(0, (len(corpus) - offset - 1) // batch_size)
    Xs = corpus[offset : offset + length * batch_size].reshape(batch_size, length)
    Ys = corpus[offset + 1 : offset + 1 + length * batch_size].reshape(batch_size, length)
    for i in range(0, length - num_steps + 1, num_steps):
        yield Xs[:, i : i + num_steps], Ys[:, i : i + num_steps]


@misconception(
    "consecutive_time_before_batch",
    loses=[
        "test_consecutive_batches_have_one_shape",
        "test_consecutive_targets_are_the_next_tokens",
        "test_consecutive_rows_read_on",
        "test_consecutive_rows_go_on_in_any_text",
        "test_consecutive_rows_share_the_text",
        "test_consecutive_number_of_batches",
    ],
    hint="Your matrices have T rows. Should a row be a piece of the text, or a column?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length - num_steps + 1, num_steps):
        starts = [offset + row * length + column for row in range(batch_size)]
        X = torch.stack([corpus[start : start + num_steps] for start in starts], dim=1)
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts], dim=1)
        yield X, Y


@misconception(
    "consecutive_tokens_as_real_numbers",
    loses=["test_consecutive_batches_have_one_shape"],
    hint="Tokens are indices, and nobody looks up row 2.0 of a table. Which dtype do your batches have?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    for column in range(0, length - num_steps + 1, num_steps):
        X, Y = torch.zeros(batch_size, num_steps), torch.zeros(batch_size, num_steps)
        for row in range(batch_size):
            start = offset + row * length + column
            X[row], Y[row] = corpus[start : start + num_steps], corpus[start + 1 : start + num_steps + 1]
        yield X, Y


@misconception(
    "rows_in_random_order",
    loses=["test_consecutive_rows_read_on", "test_consecutive_rows_go_on_in_any_text"],
    hint="In each batch your rows come in another order. In which row of the next batch does row 0 go on?",
)
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randrange(num_steps)
    length = (len(corpus) - offset - 1) // batch_size
    rows = list(range(batch_size))
    for column in range(0, length - num_steps + 1, num_steps):
        starts = [offset + row * length + column for row in rows]
        rows = rows[1:] + rows[:1]
        X = torch.stack([corpus[start : start + num_steps] for start in starts])
        Y = torch.stack([corpus[start + 1 : start + num_steps + 1] for start in starts])
        yield X, Y


@right
def data_iter_consecutive(corpus, batch_size, num_steps):
    offset = random.randint(0, num_steps - 1)
    num_tokens = (len(corpus) - offset - 1) // batch_size * batch_size
    Xs = corpus[offset : offset + num_tokens].clone()
    Ys = corpus[offset + 1 : offset + 1 + num_tokens].clone()
    Xs, Ys = Xs.reshape(batch_size, -1), Ys.reshape(batch_size, -1)
    for i in range(0, Xs.shape[1] // num_steps * num_steps, num_steps):
        yield Xs[:, i : i + num_steps], Ys[:, i : i + num_steps]


# --- 5. PREDICT_STATE --------------------------------------------------------------------------------------


@misconception(
    "a_memory_never_harms",
    loses=["test_state_in_random_sampling", "test_state_in_a_new_epoch"],
    hint="What does row 0 of the next random batch have to do with row 0 of this one? A memory of another place in the text misleads.",
)
def PREDICT_STATE():
    return {"random": "keep", "consecutive": "keep", "consecutive, new epoch": "keep"}


@misconception(
    "always_begin_anew",
    loses=["test_state_in_consecutive_sampling"],
    hint="You always forget. What is the gain of letting each row go on where it stopped, if the network does not remember?",
)
def PREDICT_STATE():
    return {"random": "reset", "consecutive": "reset", "consecutive, new epoch": "reset"}


@misconception(
    "keep_and_reset_exchanged",
    loses=["test_state_in_random_sampling", "test_state_in_consecutive_sampling"],
    hint="Which of the two samplings shows each row what comes next in the text? You have them the other way round.",
)
def PREDICT_STATE():
    return {"random": "keep", "consecutive": "reset", "consecutive, new epoch": "reset"}


@misconception(
    "kept_into_the_next_epoch",
    loses=["test_state_in_a_new_epoch"],
    hint="At the end of an epoch row r has arrived at the end of its part of the text. Where does it begin in the next epoch?",
)
def PREDICT_STATE():
    return {"random": "reset", "consecutive": "keep", "consecutive, new epoch": "keep"}


@misconception(
    "random_state_is_kept",
    loses=["test_state_in_random_sampling"],
    hint="Look at the first picture: where in the text is row 0 of the first random batch, and where that of the second?",
)
def PREDICT_STATE():
    return {"random": "keep", "consecutive": "keep", "consecutive, new epoch": "reset"}


# --- 5. continued_share ------------------------------------------------------------------------------------


@right
def continued_share(batches):
    goes_on, last = [], None
    for X, Y in batches:
        if last is not None:
            for row in range(min(len(X), len(last))):
                goes_on.append(bool(X[row, 0] == last[row]))
        last = Y[:, -1]
    return sum(goes_on) / len(goes_on)


@right
def continued_share(batches):
    pairs = list(batches)
    parts = []
    for i in range(1, len(pairs)):
        before, after = pairs[i - 1][1][:, -1], pairs[i][0][:, 0]
        n = min(before.numel(), after.numel())
        parts.append((before[:n] == after[:n]).float())
    return torch.cat(parts).mean().item()


@right
def continued_share(batches):
    import numpy as np

    batches = [(X.numpy(), Y.numpy()) for X, Y in batches]
    same = [a == b for (_, Y), (X, _) in zip(batches[:-1], batches[1:]) for a, b in zip(Y[:, -1], X[:, 0])]
    return float(np.mean(same))


@misconception(
    "compared_with_the_last_question",
    loses=[
        "test_share_of_the_example",
        "test_share_of_consecutive_and_of_shuffled_rows",
        "test_every_row_counts_the_same",
        "test_share_of_a_generator",
    ],
    hint="You compare with the last token of X. Which token comes after it, and where does it stand?",
)
def continued_share(batches):
    continued = compared = 0
    for (before, _), (after, _) in itertools.pairwise(batches):
        rows = min(len(before), len(after))
        continued += int((after[:rows, 0] == before[:rows, -1]).sum())
        compared += rows
    return continued / compared


@misconception(
    "counts_on_by_one",
    loses=["test_share_of_consecutive_and_of_shuffled_rows"],
    hint="You compare with the last token of X plus one, which is the next one only in the text 0, 1, 2, … Which matrix holds the next token of any text?",
)
def continued_share(batches):
    continued = compared = 0
    for (before, _), (after, _) in itertools.pairwise(batches):
        rows = min(len(before), len(after))
        continued += int((after[:rows, 0] == before[:rows, -1] + 1).sum())
        compared += rows
    return continued / compared


@misconception(
    "mean_of_the_batches",
    loses=["test_every_row_counts_the_same"],
    hint="You average the shares of the batches, so that a row of a short batch counts more. What should be summed, and divided by what?",
)
def continued_share(batches):
    shares = []
    for (_, before), (after, _) in itertools.pairwise(batches):
        rows = min(len(before), len(after))
        shares.append(float((after[:rows, 0] == before[:rows, -1]).double().mean()))
    return sum(shares) / len(shares)


@misconception(
    "all_rows_or_none",
    loses=["test_share_of_the_example", "test_every_row_counts_the_same", "test_share_of_a_generator"],
    hint="You ask whether a whole batch goes on. What if one of its rows does and another one does not?",
)
def continued_share(batches):
    shares = []
    for (_, before), (after, _) in itertools.pairwise(batches):
        rows = min(len(before), len(after))
        shares.append(bool((after[:rows, 0] == before[:rows, -1]).all()))
    return sum(shares) / len(shares)


@misconception(
    "short_batch_not_compared",
    loses=["test_every_row_counts_the_same"],
    hint="Batches of different size are passed over. Which rows of a short batch have the same row in the batch before?",
)
def continued_share(batches):
    continued = compared = 0
    for (_, before), (after, _) in itertools.pairwise(batches):
        if len(before) == len(after):
            continued += int((after[:, 0] == before[:, -1]).sum())
            compared += len(after)
    return continued / compared


@misconception(
    "missing_rows_counted",
    loses=["test_every_row_counts_the_same"],
    hint="A row that the next batch does not have can neither go on nor stop. By how many rows do you divide?",
)
def continued_share(batches):
    continued = compared = 0
    for (_, before), (after, _) in itertools.pairwise(batches):
        rows = min(len(before), len(after))
        continued += int((after[:rows, 0] == before[:rows, -1]).sum())
        compared += len(before)
    return continued / compared


@misconception(
    "all_rows_of_all_batches",
    loses=[
        "test_share_of_the_example",
        "test_share_of_consecutive_and_of_shuffled_rows",
        "test_every_row_counts_the_same",
        "test_share_of_a_generator",
    ],
    hint="The first batch has none before it. Over which rows is the share taken?",
)
def continued_share(batches):
    continued = compared = 0
    last = None
    for X, Y in batches:
        if last is not None:
            rows = min(len(last), len(X))
            continued += int((X[:rows, 0] == last[:rows]).sum())
        compared += len(X)
        last = Y[:, -1]
    return continued / compared


@misconception(
    "only_the_first_row",
    loses=["test_share_of_the_example", "test_every_row_counts_the_same", "test_share_of_a_generator"],
    hint="You look at one row of each batch. What do the other rows do?",
)
def continued_share(batches):
    same = [bool(X[0, 0] == Y[0, -1]) for (_, Y), (X, _) in itertools.pairwise(batches)]
    return sum(same) / len(same)


@misconception(
    "number_for_share",
    loses=[
        "test_share_of_the_example",
        "test_share_of_consecutive_and_of_shuffled_rows",
        "test_every_row_counts_the_same",
        "test_share_of_a_generator",
    ],
    hint="You count the rows that go on. What is the count to be divided by to become a share?",
)
def continued_share(batches):
    continued = 0
    for (_, before), (after, _) in itertools.pairwise(batches):
        rows = min(len(before), len(after))
        continued += int((after[:rows, 0] == before[:rows, -1]).sum())
    return continued


@misconception(
    "per_cent",
    loses=[
        "test_share_of_the_example",
        "test_share_of_consecutive_and_of_shuffled_rows",
        "test_every_row_counts_the_same",
        "test_share_of_a_generator",
    ],
    hint="A share lies between 0 and 1. In which unit is yours?",
)
def continued_share(batches):
    continued = compared = 0
    for (_, before), (after, _) in itertools.pairwise(batches):
        rows = min(len(before), len(after))
        continued += int((after[:rows, 0] == before[:rows, -1]).sum())
        compared += rows
    return 100 * continued / compared


@misconception(
    "a_generator_has_no_length",
    loses=["test_share_of_a_generator"],
    hint="A generator has neither a length nor an entry number 1. How can you remember the batch before while a loop goes on?",
)
def continued_share(batches):
    continued = compared = 0
    for i in range(1, len(batches)):
        before, after = batches[i - 1][1], batches[i][0]
        rows = min(len(before), len(after))
        continued += int((after[:rows, 0] == before[:rows, -1]).sum())
        compared += rows
    return continued / compared


# --- 6. perplexity -----------------------------------------------------------------------------------------


@right
def perplexity(W, batches):
    log_p = torch.log_softmax(W.detach().double(), dim=1)
    terms = [log_p[X, Y].reshape(-1) for X, Y in batches]
    return torch.exp(-torch.cat(terms).mean()).item()


@right
def perplexity(W, batches):
    loss = torch.nn.CrossEntropyLoss()
    total = count = 0
    with torch.no_grad():
        for X, Y in batches:
            total += float(loss(W[X].transpose(1, 2), Y)) * Y.numel()
            count += Y.numel()
    return math.exp(total / count)


@right
def perplexity(W, batches):
    W = W.detach()
    norm = torch.logsumexp(W, dim=1)
    total, count = 0.0, 0
    for X, Y in batches:
        for x, y in zip(X.flatten().tolist(), Y.flatten().tolist()):
            total += float(norm[x] - W[x, y])
            count += 1
    return math.exp(total / count)


@right
def perplexity(W, batches):
    import numpy as np

    table = W.detach().cpu().numpy().astype(np.float64)
    table = table - table.max(axis=1, keepdims=True)
    table = table - np.log(np.exp(table).sum(axis=1, keepdims=True))
    logs = np.concatenate([table[X.cpu().numpy(), Y.cpu().numpy()].ravel() for X, Y in batches])
    return float(np.exp(-logs.mean()))


@misconception(
    "mean_of_the_batch_means",
    loses=[
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_a_generator",
    ],
    hint="You average the means of the batches, so that a token of a short batch counts more. What should be summed, and divided by what?",
)
def perplexity(W, batches):
    means = [
        torch.nn.functional.cross_entropy(W[X.reshape(-1)], Y.reshape(-1)).item() for X, Y in batches
    ]
    return math.exp(sum(means) / len(means))


@misconception(
    "mean_of_the_perplexities",
    loses=[
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_a_generator",
    ],
    hint="The mean of exponentials is not the exponential of the mean. When is the exponential taken?",
)
def perplexity(W, batches):
    total = tokens = 0
    for X, Y in batches:
        total += math.exp(torch.nn.functional.cross_entropy(W[X.reshape(-1)], Y.reshape(-1)).item()) * Y.numel()
        tokens += Y.numel()
    return total / tokens


@misconception(
    "loss_without_exponential",
    loses=[
        "test_perplexity_of_a_table_of_zeros",
        "test_perplexity_of_two_tokens",
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_large_logits",
        "test_perplexity_of_a_generator",
    ],
    hint="A table of zeros should have the perplexity V; yours has ln V. What is still to be done?",
)
def perplexity(W, batches):
    loss = tokens = 0
    for X, Y in batches:
        loss += torch.nn.functional.cross_entropy(W[X.reshape(-1)], Y.reshape(-1), reduction="sum").item()
        tokens += Y.numel()
    return loss / tokens


@misconception(
    "two_to_the_power_of_nats",
    loses=[
        "test_perplexity_of_a_table_of_zeros",
        "test_perplexity_of_two_tokens",
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_large_logits",
        "test_perplexity_of_a_generator",
    ],
    hint="The cross-entropy of torch is in natural logarithms. Which base belongs to them?",
)
def perplexity(W, batches):
    loss = tokens = 0
    for X, Y in batches:
        loss += torch.nn.functional.cross_entropy(W[X.reshape(-1)], Y.reshape(-1), reduction="sum").item()
        tokens += Y.numel()
    return 2 ** (loss / tokens)


@misconception(
    "sign_of_the_exponent",
    loses=[
        "test_perplexity_of_a_table_of_zeros",
        "test_perplexity_of_two_tokens",
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_large_logits",
        "test_perplexity_of_a_generator",
    ],
    hint="Your number is between 0 and 1, the larger the better. A perplexity is a number of guesses: which sign does the exponent have?",
)
def perplexity(W, batches):
    loss = tokens = 0
    for X, Y in batches:
        loss += torch.nn.functional.cross_entropy(W[X.reshape(-1)], Y.reshape(-1), reduction="sum").item()
        tokens += Y.numel()
    return math.exp(-loss / tokens)


@misconception(
    "softmax_twice",
    loses=[
        "test_perplexity_of_two_tokens",
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_large_logits",
        "test_perplexity_of_a_generator",
    ],
    hint="torch's cross_entropy takes logits and applies the softmax itself. What do you hand to it?",
)
def perplexity(W, batches):
    loss = tokens = 0
    for X, Y in batches:
        chances = torch.softmax(W[X.reshape(-1)], dim=1)
        loss += torch.nn.functional.cross_entropy(chances, Y.reshape(-1), reduction="sum").item()
        tokens += Y.numel()
    return math.exp(loss / tokens)


@misconception(
    "columns_of_the_table",
    loses=[
        "test_perplexity_of_two_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_large_logits",
        "test_perplexity_of_a_generator",
    ],
    hint="You read the columns of W. Is the token that is known the number of a row or of a column?",
)
def perplexity(W, batches):
    loss = tokens = 0
    for X, Y in batches:
        loss += torch.nn.functional.cross_entropy(W.T[X.reshape(-1)], Y.reshape(-1), reduction="sum").item()
        tokens += Y.numel()
    return math.exp(loss / tokens)


@misconception(
    "softmax_down_the_columns",
    loses=[
        "test_perplexity_of_two_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_large_logits",
        "test_perplexity_of_a_generator",
    ],
    hint="The chances of what may follow one token should add up to one. Along which dimension do yours?",
)
def perplexity(W, batches):
    log_p = torch.log_softmax(W, dim=0)
    loss = tokens = 0
    for X, Y in batches:
        loss -= log_p[X, Y].sum().item()
        tokens += Y.numel()
    return math.exp(loss / tokens)


@misconception(
    "overflowing_exponentials",
    loses=["test_perplexity_of_large_logits"],
    hint="What is exp(300) in float32? A function that takes logits subtracts the largest one first.",
)
def perplexity(W, batches):
    loss = tokens = 0
    for X, Y in batches:
        exps = torch.exp(W[X])
        chances = exps / exps.sum(dim=2, keepdim=True)
        loss -= chances.gather(2, Y.unsqueeze(2)).log().sum().item()
        tokens += Y.numel()
    return math.exp(loss / tokens)


@misconception(
    "divided_by_the_rows",
    loses=[
        "test_perplexity_of_a_table_of_zeros",
        "test_perplexity_of_two_tokens",
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_large_logits",
        "test_perplexity_of_a_generator",
    ],
    hint="The loss is summed over all tokens, yet divided by the number of rows. How many tokens has a batch?",
)
def perplexity(W, batches):
    loss = rows = 0
    for X, Y in batches:
        loss += torch.nn.functional.cross_entropy(W[X.reshape(-1)], Y.reshape(-1), reduction="sum").item()
        rows += len(Y)
    return math.exp(loss / rows)


@misconception(
    "the_last_batch_only",
    loses=[
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_a_generator",
    ],
    hint="What you return knows one batch only. Where are the losses of all batches added up?",
)
def perplexity(W, batches):
    for X, Y in batches:
        l = torch.nn.functional.cross_entropy(W[X.reshape(-1)], Y.reshape(-1))
    return math.exp(l.item())


@misconception(
    "the_first_batch_only",
    loses=[
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_a_generator",
    ],
    hint="Your function stops at the first batch. Where does the return stand?",
)
def perplexity(W, batches):
    for X, Y in batches:
        l = torch.nn.functional.cross_entropy(W[X.reshape(-1)], Y.reshape(-1))
        return math.exp(l.item())


@misconception(
    "a_generator_is_read_once",
    loses=["test_perplexity_of_a_generator"],
    hint="You go through the batches twice. What is left of a generator the second time?",
)
def perplexity(W, batches):
    loss = sum(
        torch.nn.functional.cross_entropy(W[X.reshape(-1)], Y.reshape(-1), reduction="sum").item() for X, Y in batches
    )
    tokens = sum(Y.numel() for _, Y in batches)
    return math.exp(loss / tokens)


@misconception(
    "chance_of_the_likeliest",
    loses=[
        "test_perplexity_of_two_tokens",
        "test_perplexity_is_over_all_tokens",
        "test_perplexity_of_any_table",
        "test_perplexity_of_large_logits",
        "test_perplexity_of_a_generator",
    ],
    hint="You take the chance of the token that the model likes best. Whose chance does the formula ask for?",
)
def perplexity(W, batches):
    log_p = torch.log_softmax(W, dim=1)
    loss = tokens = 0
    for X, Y in batches:
        loss -= log_p[X].max(dim=2).values.sum().item()
        tokens += Y.numel()
    return math.exp(loss / tokens)


# --- mutants that are no mistakes --------------------------------------------------------------------------

equivalent(
    "decode: `return ''.join((vocab[index] for index in indices.tolist()))` → "
    "`return ''.join((vocab[index] for index in indices))`",
    why="a tensor of one whole number serves as the index of a list",
)

equivalent(
    "num_batches: `questions = max(num_tokens - offset - 1, 0)` → "
    "`questions = max(0, num_tokens - offset - 1)`",
    why="the larger of two numbers is the same either way round",
)

equivalent(
    "continued_share: `rows = min(len(before), len(after))` → "
    "`rows = min(len(after), len(before))`",
    why="the smaller of two numbers is the same either way round",
)

equivalent(
    "continued_share: `continued += int((after[:rows, 0] == before[:rows, -1]).sum())` → "
    "`continued = continued + int((after[:rows, 0] == before[:rows, -1]).sum())`",
    why="a number cannot be changed in place: both bind the name to the sum",
)

equivalent(
    "continued_share: `compared += rows` → "
    "`compared = compared + rows`",
    why="a number cannot be changed in place: both bind the name to the sum",
)

equivalent(
    "continued_share: `continued += int((after[:rows, 0] == before[:rows, -1]).sum())` → "
    "`continued += (after[:rows, 0] == before[:rows, -1]).sum()`",
    why="the tests and the notebook take a tensor of one element for a number, and so may a student",
)

equivalent(
    "perplexity: `loss += torch.nn.functional.cross_entropy(logits, Y.reshape(-1), reduction='sum').item()` → "
    "`loss = loss + torch.nn.functional.cross_entropy(logits, Y.reshape(-1), reduction='sum').item()`",
    why="a number cannot be changed in place: both bind the name to the sum",
)

equivalent(
    "perplexity: `tokens += Y.numel()` → "
    "`tokens = tokens + Y.numel()`",
    why="a number cannot be changed in place: both bind the name to the sum",
)

equivalent(
    "perplexity: `loss += torch.nn.functional.cross_entropy(logits, Y.reshape(-1), reduction='sum').item()` → "
    "`loss += torch.nn.functional.cross_entropy(logits, Y.reshape(-1), reduction='sum')`",
    why="math.exp makes a float of a tensor of one element at the end",
)
