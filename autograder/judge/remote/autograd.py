"""Autograd across the wire: a tensor that the student's code computed knows its history, which is in the session."""

from typing import Any

import torch


class ThroughSession(torch.autograd.Function):  # type: ignore[misc]  # torch leaves it untyped
    """Outputs of the session as a function of the tensors that it knows; its backward asks the session."""

    @staticmethod
    def forward(ctx: Any, link: Any, outputs: list[int], data: list[Any], inputs: list[int], *tensors: Any) -> Any:
        ctx.link, ctx.outputs, ctx.inputs = link, outputs, inputs
        ctx.set_materialize_grads(False)
        return tuple(data)

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        create = torch.is_grad_enabled()
        found = ctx.link.vjp(ctx.outputs, ctx.inputs, list(grads), create)
        return (None, None, None, None, *found, None)


def through_session(link: Any, made: dict[int, Any], roots: dict[int, Any]) -> dict[int, Any]:
    """Tensors for the session's outputs `made` (number: data) that depend on `roots` (number: tensor).

    The gradients are vector-Jacobian products that the session works out; that is differentiable again.
    """
    anchor = torch.zeros((), requires_grad=True)  # so that what depends on none of `roots` requires a gradient too
    with torch.enable_grad():
        outputs = ThroughSession.apply(link, list(made), list(made.values()), list(roots), *roots.values(), anchor)
    return dict(zip(made, outputs, strict=True))
