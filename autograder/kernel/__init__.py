"""Jupyter kernels that are forked, warm and sandboxed: a `kernel.json` for nbclient, nbgrader or JupyterLab."""
