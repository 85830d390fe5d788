# `make demo` grades a class that is made up; `make test` runs the tests. Each makes the environment that it needs.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
JOBS ?= 2

.PHONY: demo test lint build check clean

demo: $(VENV)/ready
	$(BIN)/autograder demo

test: $(VENV)/ready
	$(BIN)/python -m pytest -n $(JOBS)

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check autograder tests nbgrader_config.py
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

clean:
	rm -rf $(VENV) demo build dist
