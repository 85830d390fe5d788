"""Answer the judge's calls on one snapshot of a session."""

import inspect
import linecache
import random
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any

from autograder.session.objects import Objects
from autograder.session.untouched import Untouched
from autograder.wire import Channel, ClosedError, Encoder, WireError, decode_error, encode_error
from autograder.wire.containers import containers
from autograder.wire.limits import MOST_NAMES


class UndefinedNameError(Exception):
    """The namespace has no such name."""


class Server:
    """One conversation: each request is answered by a value or an error, and may ask back in between.

    The conversation of the next test may follow it, where all is as it was; `allow` gives it its own seconds.
    """

    def __init__(self, channel: Channel, namespace: dict[str, Any], allow: Callable[[float], None]) -> None:
        self._channel = channel
        self._namespace = namespace
        self._allow = allow
        self._untouched: Untouched | None = None
        self._begin()

    def _begin(self) -> None:
        self._objects = Objects(self._callback)
        self._told: dict[str, Any] = {}

    def serve(self, *, more: bool) -> None:
        """Greet the judge, and answer until it hangs up; if `more` tests are to come, note what they should find."""
        self._untouched = Untouched(self._namespace) if more else None
        self._greet()
        while True:
            try:
                tree, buffers = self._channel.receive()
            except ClosedError:
                return
            if tree["op"] != "again":
                self._answer(tree, buffers)
            elif not self._again(tree["seconds"]):
                return

    def _again(self, seconds: float) -> bool:
        """Begin the next test's conversation, unless the last one left something."""
        self._begin()  # what the last one held is gone, before anybody looks
        if self._untouched is None or not self._untouched.holds():
            return False
        self._untouched.forget()
        self._allow(seconds)
        self._channel.send({"again": True})
        self._greet()
        return True

    def _answer(self, tree: Any, buffers: list[bytearray]) -> None:
        objects = self._objects
        shared: list[Any] = []
        encoder = objects.encoder()
        try:
            request = self._read(tree, buffers)
            shared = _containers(request) if tree["op"] == "call" else []
            before = [_parts(container) for container in shared]
            reply = {"ok": encoder.encode(self._do(tree["op"], request, tree))}
        except BaseException as error:
            encoder = objects.encoder()
            objects.tensors.forget_fresh()
            reply = self._error(error)
            before = [_parts(container) for container in shared]
        written = {str(k): c for k, (c, b) in enumerate(zip(shared, before, strict=True)) if not _alike(c, b)}
        try:
            reply["written"] = {key: encoder.encode(value) for key, value in written.items()}
            reply |= objects.tensor_news(encoder)
            self._send(reply, encoder)
        except WireError as error:
            objects.tensors.forget_fresh()
            nothing: dict[str, Any] = {"flags": [], "fresh": [], "changed": [], "written": {}}
            self._send({**self._error(error), **nothing}, objects.encoder())

    def _greet(self) -> None:
        """Tell the names of the student's functions, for nearly every test asks for one first."""
        mine = [(name, value) for name, value in self._namespace.items() if type(value) is types.FunctionType]
        self._told = {name: value for name, value in mine[-MOST_NAMES:] if str(value.__module__) == "__main__"}
        encoder = self._objects.encoder()
        names = {name: encoder.encode(value) for name, value in self._told.items()}
        self._channel.send({"names": names}, encoder.buffers)

    def _send(self, tree: dict[str, Any], encoder: Encoder) -> None:
        """Send `tree`, and which of the names that were told stand for something else by now."""
        gone = [name for name, value in self._told.items() if self._namespace.get(name) is not value]
        self._channel.send({**tree, "gone": gone} if gone else tree, encoder.buffers)
        for name in gone:
            del self._told[name]

    def _read(self, tree: Any, buffers: list[bytearray]) -> dict[str, Any]:
        """The request's values; the judge's tensors and random state come first."""
        objects = self._objects
        decoder = objects.decoder(buffers)
        objects.tensors.apply_flags(tree["flags"])
        objects.tensors.accept(tree["fresh"], decoder, objects.accept)
        objects.tensors.apply(tree["changed"], decoder)
        if "random" in tree:
            _set_random(decoder.decode(tree["random"]))
        return {key: decoder.decode(tree[key]) for key in ("on", "args", "kwargs", "key", "value") if key in tree}

    def _do(self, op: str, request: dict[str, Any], tree: Any) -> Any:
        import torch

        with torch.set_grad_enabled(tree.get("grad", True)):
            match op:
                case "get":
                    return self._get(tree["name"])
                case "names":
                    return self._names()
                case "call":
                    return request["on"](*request["args"], **request["kwargs"])
                case "next":
                    return _next(request["on"])
                case "iter":
                    return iter(request["on"])
                case "len":
                    return len(request["on"])
                case "attr":
                    return getattr(request["on"], tree["name"])
                case "set":
                    setattr(request["on"], tree["name"], request["value"])
                    return None
                case "item":
                    return request["on"][request["key"]]
                case "vjp":
                    return self._vjp(tree, request["args"])
                case _:
                    raise WireError(f"unknown request {op!r:.40}")

    def _get(self, name: str) -> Any:
        if name not in self._namespace:
            raise UndefinedNameError(name)
        if self._untouched:
            self._untouched.asked(name)
        return self._namespace[name]

    def _names(self) -> list[Any]:
        """The student's own names: ``[name, is it a function or a class, is it a constant]``."""
        found = []
        for name, value in self._namespace.items():
            own = (inspect.isfunction(value) or inspect.isclass(value)) and value.__module__ == "__main__"
            constant = not callable(value) and not inspect.ismodule(value)
            found.append([name, own, constant])
        return found

    def _vjp(self, tree: Any, grads: Any) -> Any:
        """The gradients of the numbered inputs; leaves that the judge does not know collect theirs here."""
        import torch

        tensors, roots = self._objects.tensors.known, self._objects.roots
        pairs = [(tensors[n].tensor, g) for n, g in zip(tree["of"], grads, strict=True) if g is not None]
        wanted = [roots.get(number, tensors[number].tensor) for number in tree["to"]]
        own = [] if tree["create"] else _leaves([out for out, _ in pairs], wanted)
        self._objects.judged_backward = True
        try:
            found = torch.autograd.grad(
                [out for out, _ in pairs],
                [*wanted, *own],
                [grad for _, grad in pairs],
                retain_graph=True,
                create_graph=tree["create"],
                allow_unused=True,
            )
        finally:
            self._objects.judged_backward = False
        for leaf, grad in zip(own, found[len(wanted) :], strict=True):
            if grad is not None:
                leaf.grad = grad if leaf.grad is None else leaf.grad + grad
        return list(found[: len(wanted)])

    def _callback(self, number: int) -> Any:
        """A function of the test's: calling it asks the judge."""

        def function(*args: Any, **kwargs: Any) -> Any:
            objects = self._objects
            encoder = objects.encoder()
            tree = {"op": "call", "on": number, "args": encoder.encode(args), "kwargs": encoder.encode(kwargs)}
            tree |= objects.tensor_news(encoder)
            self._send(tree, encoder)
            while True:
                reply, buffers = self._channel.receive()
                if "op" in reply:
                    self._answer(reply, buffers)
                    continue
                decoder = objects.decoder(buffers)
                objects.tensors.apply_flags(reply["flags"])
                objects.tensors.accept(reply["fresh"], decoder, objects.accept_result)
                objects.tensors.apply(reply["changed"], decoder)
                if "error" in reply:
                    raise decode_error(reply["error"])
                return decoder.decode(reply["ok"])

        return function

    def _error(self, error: BaseException) -> dict[str, Any]:
        place, function = _place(error, self._namespace)
        return {"error": encode_error(error, place), "function": function}


def _next(iterator: Any) -> Any:
    """``[item]``, or nothing at the end."""
    try:
        return [next(iterator)]
    except StopIteration:
        return []


def _containers(request: dict[str, Any]) -> list[Any]:
    return containers((request.get("args"), *request.get("kwargs", {}).values()))


def _parts(container: Any) -> list[Any]:
    return [*container.items()] if isinstance(container, dict) else [*container]


def _alike(container: Any, before: list[Any]) -> bool:
    now = _parts(container)
    if isinstance(container, dict):
        return len(now) == len(before) and all(a is c and b is d for (a, b), (c, d) in zip(now, before, strict=True))
    return len(now) == len(before) and all(a is b for a, b in zip(now, before, strict=True))


def _leaves(outputs: list[Any], known: list[Any]) -> list[Any]:
    """The leaves that `outputs` were made from, but for `known`."""
    seen, found = set(), {}
    todo = [out.grad_fn for out in outputs if out.grad_fn is not None]
    skip = {id(tensor) for tensor in known}
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        leaf = getattr(node, "variable", None)
        if leaf is not None and id(leaf) not in skip:
            found[id(leaf)] = leaf
        todo += [next_node for next_node, _ in node.next_functions if next_node is not None]
    return list(found.values())


def _set_random(states: Any) -> None:
    """The judge's random state, so that a test that seeds governs the student's code too."""
    seed, torch_state = states
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed % 2**32)
    sys.modules["torch"].set_rng_state(torch_state)


def _place(error: BaseException, namespace: dict[str, Any]) -> tuple[str | None, str]:
    """The innermost line of the student's own code, and the function that it is in."""
    found = None
    for frame, line in traceback.walk_tb(error.__traceback__):
        if frame.f_globals is namespace:
            found = (frame, line)
    if found is None:
        return None, ""
    frame, line = found
    name = frame.f_code.co_name
    text = linecache.getline(frame.f_code.co_filename, line, frame.f_globals).strip()
    where = f"line {line}" + ("" if name == "<module>" else f" of `{name}`")
    return (f"{where}: `{text}`" if text else where), name
