# `make demo` grades a class that is made up; `make test` runs the tests. Each makes the environment that it needs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
JOBS ?= 2

.PHONY: demo test lint build check verify hub hub-ready clean

demo: $(VENV)/ready
	$(BIN)/autograder demo

test: $(VENV)/ready
	$(BIN)/python -m pytest -n $(JOBS)

# A JupyterHub with the course and three accounts, on this machine alone, until Ctrl-C.
hub: hub-ready
	HUB_ENV=$(abspath $(VENV)) deploy/jupyterhub/tryout.sh

hub-ready: $(VENV)/hub/ready

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check autograder bench deploy tests nbgrader_config.py
	$(BIN)/mypy

build: $(VENV)/ready
	$(BIN)/autograder build

check: $(VENV)/ready
	$(BIN)/autograder build --check

# torch first and alone: pip then takes the build for this platform from the pin, and nothing replaces it.
$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test,lint]'
	touch $@

# The Hub's proxy is a program for Node.js; it is put beside the Hub, for this folder alone.
$(VENV)/hub/ready: $(VENV)/ready
	command -v npm >/dev/null || { echo "make hub needs npm, for JupyterHub's proxy: apt-get install npm" >&2; exit 1; }
	npm install --silent --no-fund --no-audit --prefix $(VENV)/hub configurable-http-proxy@5.3.0
	touch $@

# A sample of the proof; `autograder verify` is the whole, and takes hours.
verify: $(VENV)/ready
	$(BIN)/autograder verify --quick --jobs $(JOBS)

clean:
	rm -rf $(VENV) demo build dist
