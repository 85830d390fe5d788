"""One conversation with a snapshot of a session: requests out, values in, callbacks in between."""

from collections.abc import Callable
from typing import Any

from autograder.judge.lost import SessionLostError
from autograder.judge.remote.autograd import through_session
from autograder.judge.remote.handles import Handle, number_of
from autograder.judge.remote.randomness import RandomStates
from autograder.judge.transcript import LONGEST_TEXT, MOST_ENTRIES, Transcript, noted
from autograder.wire import (
    Channel,
    ClosedError,
    Decoder,
    Encoder,
    Limits,
    WireError,
    decode_error,
    encode_error,
)
from autograder.wire.containers import containers
from autograder.wire.limits import MOST_NAMES
from autograder.wire.shared import LEAF, PARAMETER, REQUIRES_GRAD, SharedTensors

#: Calls within calls, of the test's functions and the student's.
DEEPEST = 50


class Link:
    """The judge's end. Every value that it gives is a number, a string, a container, a tensor or a handle."""

    def __init__(self, channel: Channel, transcript: Transcript | None = None) -> None:
        self._channel = channel
        self._transcript = transcript
        self._tensors = SharedTensors(first=0)
        self._random = RandomStates()
        self._handles: dict[int, Handle] = {}
        self._functions: list[Callable[..., Any]] = []
        self._roots: dict[int, Any] = {}
        self._depth = 0
        #: The student's functions that need not be asked for, and whether the session has told them yet.
        self._named: dict[str, Handle] = {}
        self._greeted = False

    def get(self, name: str) -> Any:
        """The value of a name of the student's.

        Raises:
            StudentError: of the kind ``UndefinedNameError`` when there is none.
        """
        self._hear()
        found = self._named.get(name)
        if found is None:
            return self.request("get", name=name)
        note = self._note("get", name)
        if note is not None:
            note += ["gave", noted(found), noted([None, None])]
        self._random.pass_over()
        return found

    def names(self) -> list[tuple[str, bool, bool]]:
        """The student's names: ``(name, is it a function or class of theirs, is it a constant)``."""
        rows = self.request("names")
        try:
            return [(str(name), bool(own), bool(constant)) for name, own, constant in rows]
        except (TypeError, ValueError) as error:
            raise SessionLostError("the list of names is none") from error

    def call(self, on: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a handle; what the student's code did in place to tensors, lists, dicts and sets is done here too."""
        return self.request("call", on=on, args=args, kwargs=kwargs)

    def vjp(self, outputs: list[int], inputs: list[int], grads: list[Any], create: bool) -> list[Any]:
        """The vector-Jacobian products of numbered outputs of the session, one for each numbered input."""
        found = self.request("vjp", args=grads, plain={"of": outputs, "to": inputs, "create": create})
        if not isinstance(found, list) or len(found) != len(inputs):
            raise SessionLostError("the gradients are not as many as the inputs")
        return found

    def request(self, op: str, name: str = "", plain: dict[str, Any] | None = None, **values: Any) -> Any:
        """Ask the session, serve its callbacks, and give back its answer or raise its error."""
        import torch

        if self._depth >= DEEPEST:
            raise RecursionError("the test and the student's code call each other without end")
        encoder = self._encoder()
        tree: dict[str, Any] = {"op": op, "name": name, "grad": torch.is_grad_enabled(), **(plain or {})}
        tree |= {key: encoder.encode(value) for key, value in values.items()}
        self._hear()
        drawn = self._random.changed()
        if drawn is not None:
            tree["random"] = encoder.encode(drawn)
        shared = containers((values.get("args"), *values.get("kwargs", {}).values()))
        tree |= self._tensor_news(encoder)
        self._depth += 1
        note = self._note(op, name)
        try:
            self._channel.send(tree, encoder.buffers)
            found = self._answer(shared)
            if note is not None:
                note += ["gave", noted(found), noted([values.get("args"), values.get("kwargs")])]
            return found
        except (WireError, ClosedError) as error:
            if note is not None:
                note += ["ended"]
            raise SessionLostError(str(error)) from error
        except Exception as error:
            if note is not None:
                note += ["raised", getattr(error, "kind", type(error).__name__), str(error)[:LONGEST_TEXT]]
            raise
        finally:
            self._depth -= 1
            self._random.advance()

    def _note(self, op: str, name: str) -> list[Any] | None:
        """The transcript's new entry, if one is kept."""
        if self._transcript is None or len(self._transcript) >= MOST_ENTRIES:
            return None
        self._transcript.append([op, name])
        note: list[Any] = self._transcript[-1]
        return note

    def close(self) -> None:
        """Hang up; the snapshot ends."""
        self._channel.close()

    def _answer(self, shared: list[Any]) -> Any:
        while True:
            reply, buffers = self._channel.receive()
            if not isinstance(reply, dict):
                raise WireError("an answer is an object")
            self._forget_names(reply.get("gone", []))
            if "op" in reply:
                self._serve(reply, buffers)
                continue
            decoder = self._decoder(buffers)
            self._take_tensors(reply, decoder)
            if "error" in reply:
                error = decode_error(reply["error"])
                error.function = str(reply.get("function", ""))[:80]  # type: ignore[attr-defined]
                self._write(reply, shared, decoder)
                raise error
            value = decoder.decode(reply.get("ok"))
            self._write(reply, shared, decoder)
            decoder.finish()
            return value

    def _hear(self) -> None:
        """Take the session's greeting: its functions by their names."""
        if self._greeted:
            return
        self._greeted = True
        try:
            greeting, buffers = self._channel.receive()
            names = greeting.get("names") if isinstance(greeting, dict) else None
            if not isinstance(names, dict) or len(names) > MOST_NAMES:
                raise WireError("a greeting tells names")
            decoder = self._decoder(buffers)
            found = {name: decoder.decode(node) for name, node in names.items()}
            decoder.finish()
            self._named = {name: value for name, value in found.items() if isinstance(value, Handle)}
        except (WireError, ClosedError) as error:
            raise SessionLostError(str(error)) from error

    def _forget_names(self, gone: Any) -> None:
        """These names stand for something else by now."""
        if not isinstance(gone, list):
            raise WireError("the names that are gone are a list")
        for name in gone:
            if not isinstance(name, str):
                raise WireError("a name is a string")
            self._named.pop(name, None)

    def _tensor_news(self, encoder: Encoder) -> dict[str, Any]:
        """What the other side has to know of the tensors here."""
        flags, fresh = self._tensors.flags(), self._tensors.fresh()
        return {"flags": flags, "fresh": fresh, "changed": self._tensors.changed(encoder)}

    def _take_tensors(self, reply: dict[str, Any], decoder: Decoder) -> None:
        """The answer's new tensors, those with a history as one node of autograd, and changes in place."""
        made: dict[int, Any] = {}

        def make(number: int, data: Any, flags: int) -> Any:
            if number % 2 == 0:
                raise WireError("a tensor of the session has a number of the judge's")
            if flags & REQUIRES_GRAD and not (data.is_floating_point() or data.is_complex()):
                raise WireError("a tensor of whole numbers cannot require a gradient")
            if flags & REQUIRES_GRAD and not flags & LEAF:
                made[number] = data
                return data
            return self._leaf(number, data, flags)

        for number in self._tensors.apply_flags(reply.get("flags", [])):
            self._roots[number] = self._tensors.known[number].tensor
        self._tensors.accept(reply.get("fresh"), decoder, make)
        if made:
            for number, tensor in through_session(self, made, dict(self._roots)).items():
                self._tensors.keep(number, tensor)
        for number in self._tensors.apply(reply.get("changed"), decoder):
            tensor = self._tensors.known[number].tensor
            if tensor.grad_fn is not None:
                raise RuntimeError(
                    "your code changes, in place, a tensor that others were computed from; "
                    "the grader cannot follow that: make a new tensor"
                )

    def _leaf(self, number: int, data: Any, flags: int) -> Any:
        import torch

        if not flags & REQUIRES_GRAD:
            return data
        leaf = torch.nn.Parameter(data) if flags & PARAMETER else data.requires_grad_()
        self._roots[number] = leaf
        return leaf

    def _write(self, reply: dict[str, Any], shared: list[Any], decoder: Decoder) -> None:
        """Do to the test's lists, dicts and sets what the student's code did to its copies of them."""
        written = reply.get("written")
        if not isinstance(written, dict):
            raise WireError("what was written is an object")
        for key, tree in written.items():
            if not key.isdecimal() or int(key) >= len(shared):
                raise WireError("a container was written that was not sent")
            container, value = shared[int(key)], decoder.decode(tree)
            if type(value) is not type(container):
                raise WireError("a container became one of another kind")
            container.clear()
            if isinstance(container, dict):
                dict.update(container, value)  # a Counter's own update would add
            else:
                (container.update if isinstance(container, set) else container.extend)(value)

    def _serve(self, request: dict[str, Any], buffers: list[bytearray]) -> None:
        """The student's code calls a function of the test's."""
        decoder = self._decoder(buffers)
        self._take_tensors(request, decoder)
        number = request.get("on")
        if request.get("op") != "call" or type(number) is not int or not 0 <= number < len(self._functions):
            raise WireError("the session may call the test's functions and nothing else")
        args, kwargs = decoder.decode(request.get("args")), decoder.decode(request.get("kwargs"))
        if not isinstance(args, tuple) or not isinstance(kwargs, dict) or not all(isinstance(k, str) for k in kwargs):
            raise WireError("a call has a tuple of arguments and named ones")
        encoder = self._encoder()
        try:
            reply: dict[str, Any] = {"ok": encoder.encode(self._functions[number](*args, **kwargs))}
        except Exception as error:  # it goes through the student's code, as it would in one process
            self._tensors.forget_fresh()
            encoder = self._encoder()
            reply = {"error": encode_error(error, None)}
        reply |= self._tensor_news(encoder)
        self._channel.send(reply, encoder.buffers)

    def _encoder(self) -> Encoder:
        encoder = Encoder(self._handle_node, lambda tensor: self._tensor_node(tensor, encoder))
        return encoder

    def _tensor_node(self, tensor: Any, encoder: Encoder) -> list[Any]:
        node = self._tensors.reference(tensor, encoder)
        if tensor.requires_grad and node[1] % 2 == 0:
            self._roots[node[1]] = tensor
        return node

    def _handle_node(self, value: Any) -> list[Any] | None:
        if isinstance(value, Handle):
            return ["h", number_of(value)]
        if callable(value) and not isinstance(value, type):
            if value not in self._functions:
                self._functions.append(value)
            return ["j", self._functions.index(value)]
        return None

    def _decoder(self, buffers: list[bytearray]) -> Decoder:
        return Decoder(buffers, Limits(), {"h": self._handle, "a": lambda node, _: self._tensors.resolve(node)})

    def _handle(self, node: Any, decoder: Decoder) -> Handle:
        if len(node) != 4 or type(node[1]) is not int or not isinstance(node[2], str) or not isinstance(node[3], str):
            raise WireError("a handle has a number, what it can, and its kind")
        if node[1] not in self._handles:
            self._handles[node[1]] = Handle(self, node[1], node[2][:2], node[3][:80])
        return self._handles[node[1]]
