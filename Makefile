# Two commands on a bare machine with Python 3.11+ and make: `make run`, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MINUTES ?= 20
SECONDS ?= 60
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run env test campaign soak fuzz bench lock clean

run: env  ## watch, read and answer: terminal chat when no chat token is set
	@$(BIN)/vigie run

env: $(VENV)/.runtime  ## only the environment: .venv with .venv/bin/vigie

test: $(VENV)/.dev  ## formatter, linter, types, import contracts, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST_ARGS)

campaign: $(VENV)/.dev  ## 5,000 schedules of crashes and faults for each engine: each card exactly once; CAMPAIGN_ARGS
	@$(BIN)/python -m tests.campaign $(CAMPAIGN_ARGS)

soak: $(VENV)/.dev  ## MINUTES (20) of work among random faults: flat memory, each card exactly once
	@$(BIN)/python -m tests.campaign.soak --minutes $(MINUTES)

fuzz: $(VENV)/.dev  ## every reader of foreign bytes on mutants of good documents, SECONDS (60) each
	@$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

bench: env  ## timings of the hot paths, beside named peers and budgets
	$(BIN)/vigie bench

# No file of the project names a package index: the client's own configuration decides.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
lock: $(VENV)/.dev  ## bring the hash-locked requirement files up to pyproject.toml
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --group dev -o requirements-dev.lock
	$(LOCK) --group build -o requirements-build.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Vigie needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one: make run PYTHON=python3.12")'
	@echo "Making the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock requirements-build.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing the locked dependencies (a minute or two, once) ..."
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --require-hashes -r requirements-build.lock
	@$(PIP) --no-build-isolation --no-deps --no-index --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

clean:  ## remove the environment and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
