"""What a function of the test gave to the student's code: only the judge knows how it was computed."""

from typing import Any

import torch


class FromTest(torch.autograd.Function):  # type: ignore[misc]  # torch leaves it untyped
    """A copy of `root` that seems to depend on `inputs`, so that asking for that gradient is an error with words."""

    @staticmethod
    def forward(ctx: Any, objects: Any, root: Any, *inputs: Any) -> Any:
        ctx.objects = objects
        return root.clone()

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        if not ctx.objects.judged_backward:
            raise RuntimeError(
                "a gradient is asked of what a function of the test computed, and the grader cannot follow it from "
                "here: the test should take that function from the session, as student.loss or student.torch.sin"
            )
        return (None, *grads, *(None for _ in ctx.needs_input_grad[2:]))
