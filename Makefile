# Two commands are enough: `make run` and `make test`. Settings come from the environment (docs/operations.md).
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
export PORT DATA_DIR
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock clean

help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: requirements.lock | .venv/bin/python
	@echo "Installing what Doorwerking needs (about a minute) …"
	$(PIP) -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock | .venv/installed
	@echo "Installing what the tests need (about two minutes) …"
	$(PIP) -r requirements-dev.lock
	@touch $@

run: .venv/installed ## Install, migrate, load the demo when the database is empty, serve on http://127.0.0.1:$PORT with the worker
	@MODE=$${MODE:-development} exec $(BIN)/python -m participation.serve

test: .venv/installed-dev ## Run the whole suite on SQLite and on PostgreSQL, in a browser where Chromium is installed
	$(BIN)/python -m tests

check: .venv/installed-dev ## Check style, types, layers, templates and dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/deptry .

bench: .venv/installed-dev ## Measure: counters first, then ratios, each beside its goal
	$(BIN)/python -m tests.bench

lock: .venv/installed-dev ## Write the lock files anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q -o requirements-dev.lock

clean: ## Remove what was installed and measured (never your data in var/)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
