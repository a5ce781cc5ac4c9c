# What a person types. Every target sets up what it needs and says what it is doing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test check format bench lock clean

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export DJANGO_SETTINGS_MODULE := guiju.config.settings

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
PIP := $(BIN)/python -m pip install -qq --no-input
PACKAGE := --no-deps --no-build-isolation --editable .
PYTEST_ARGS ?=
BENCH_ARGS ?=

help:
	@echo "make setup   .venv with the locked dependencies"
	@echo "make demo    the demo district: database, outputs in out/, desk on http://127.0.0.1:8000"
	@echo "             (DEMO_SERVE=0 make demo ends without serving)"
	@echo "make test    every test, on SQLite and PostgreSQL, browser included (PYTEST_ARGS=...)"
	@echo "make check   style, types, floors, templates, procedures, migrations"
	@echo "make format  let ruff lay out the code"
	@echo "make bench   measure (BENCH_ARGS=...)"
	@echo "make lock    resolve the dependencies anew"
	@echo "make clean   remove what can be made again"

setup: $(RUNTIME)
	@echo ".venv is ready"
setup-dev: $(DEV)

$(RUNTIME): requirements.lock pyproject.toml scripts/make-venv
	@echo "setting up .venv (first run: about a minute)…"
	@scripts/make-venv
	@$(PIP) --require-hashes --requirement requirements.lock
	@PYTHONWARNINGS=ignore $(PIP) $(PACKAGE)
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.lock
	@echo "adding the test and check tools to .venv (first run: about a minute)…"
	@$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@

demo: $(RUNTIME)
	@scripts/system-packages fonts
	@$(BIN)/guiju demo

test: $(DEV)
	@scripts/system-packages fonts postgresql browser office
	@scripts/with-postgres scripts/run-tests $(PYTEST_ARGS)

check: $(DEV)
	@echo "style…"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format"; exit 1; }
	@echo "types…"
	@$(BIN)/mypy
	@echo "floors…"
	@$(BIN)/lint-imports --no-logo
	@echo "templates…"
	@$(BIN)/djlint guiju --lint --quiet
	@echo "procedures…"
	@$(BIN)/guiju procedures check
	@echo "settings and migrations…"
	@$(BIN)/guiju manage check --fail-level WARNING
	@$(BIN)/guiju manage makemigrations --check --dry-run

format: $(DEV)
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: $(DEV)
	@scripts/system-packages fonts postgresql office
	@scripts/with-postgres $(BIN)/python -m bench $(BENCH_ARGS)

COMPILE := $(BIN)/pip-compile --quiet --no-header --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --generate-hashes --strip-extras --allow-unsafe $(LOCK_ARGS)

lock: $(DEV)
	@echo "resolving dependencies (LOCK_ARGS=--upgrade takes newer versions)…"
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean:
	@rm -rf $(VENV) out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
		.import_linter_cache
	@find guiju tests -name __pycache__ -type d -prune -exec rm -rf {} +
