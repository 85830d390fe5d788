"""The proof that an assignment's tests are right, before it is released."""
