"""The student's side, untrusted: a warm zygote, a sandboxed child for each notebook, the shell that runs its cells.

It holds no test, no answer and no secret, and imports nothing of the rest but the wire.
"""
