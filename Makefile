# Everything here sets itself up: a machine needs Python 3.11 or newer, and nothing else.
# `make` alone lists the targets.

PYTHON ?= python3
BIN := .venv/bin
SERVICES := .venv-services

.DEFAULT_GOAL := help
.PHONY: help demo docs test lint format test-fast test-browser test-services audit venv services-venv clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: venv ## open a practice course with the modules in it, on this machine only
	$(BIN)/wegwijs demo

docs: venv ## the documentation as a web site, in build/docs; a link that leads nowhere is a failure
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

test: lint ## lint, then every test; what this machine lacks is skipped by name (in CI it fails)
	$(BIN)/python -m pytest -n auto --dist loadgroup

lint: venv ## ruff, formatting, types, boundaries
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_boundaries.py

format: venv ## let ruff write the formatting
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test-fast: venv ## the tests without a browser and without servers
	$(BIN)/python -m pytest -n auto -m "not browser and not services"

test-browser: venv ## the tests in Chromium
	$(BIN)/python -m pytest -m browser

test-services: venv services-venv ## the tests against an LTI platform, PostgreSQL and Redis
	$(BIN)/python -m pytest -m services

audit: venv ## ask the public database of weaknesses about every library that is installed (needs the network)
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip-audit
	$(BIN)/python -m pip freeze --exclude-editable | .venv-audit/bin/python .ci/audit.py

venv: .venv/stamp ## our environment, in .venv

services-venv: $(SERVICES)/stamp ## the platform we test against, in .venv-services

clean: ## remove both environments and what tools leave behind
	rm -rf .venv .venv-audit $(SERVICES) .mypy_cache .pytest_cache .ruff_cache dist build

.venv/stamp: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Wegwijs needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(SERVICES)/stamp: tests/requirements-services.txt packaging/openedx/pyproject.toml
	$(PYTHON) -m venv $(SERVICES)
	$(SERVICES)/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@
