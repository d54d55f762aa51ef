# Shelflife. `make help` lists what can be done here.

PYTHON  ?= python3
WORKERS ?= 2
VENV    := .venv
BIN     := $(VENV)/bin
PIP     := $(BIN)/python -m pip install --disable-pip-version-check -qq
PIN     := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
           --no-emit-index-url --no-emit-find-links --no-header
WORDS   := webapp/translations
COLLECT := -F babel.cfg -k _l -k lazy_gettext -k lazy_ngettext:1,2 -k lazy_pgettext:1c,2 --project Shelflife \
           --no-location --sort-output --no-wrap

# Local settings of pip that do not go with a virtual environment.
export PIP_USER := 0
unexport PIP_TARGET PIP_PREFIX PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.PHONY: help setup demo run test soak check bench requirements translations

help: ## what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/setup.stamp ## a virtual environment with everything Shelflife runs on

demo: setup ## a demo studio on http://127.0.0.1:8000, with a clock to play with
	@$(BIN)/shelflife demo

run: setup ## an empty installation on http://127.0.0.1:8000
	@$(BIN)/shelflife run

test: $(VENV)/test.stamp ## every test, on SQLite and on PostgreSQL, and in the browser
	@$(BIN)/python -m pytest -n $(WORKERS) $(TESTS)

soak: $(VENV)/test.stamp ## the long proofs: random lives, 200 races each, ten minutes of traffic
	@LIFECYCLE_EXAMPLES=2000 RACE_RUNS=200 KILL_EVERY=1 $(BIN)/python -m pytest -n $(WORKERS) \
	  -o faulthandler_timeout=3600 -m soaked $(TESTS)
	@$(BIN)/python -m bench.soak

check: $(VENV)/test.stamp ## style, types and the rules of the house, in seconds
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/architecture

bench: $(VENV)/test.stamp ## measure the budgets
	@$(BIN)/python -m bench

requirements: $(VENV)/test.stamp ## pin the newest releases that requirements/*.in allow
	$(PIN) --upgrade requirements/build.in -o requirements/build.txt
	$(PIN) --upgrade requirements/base.in -o requirements/base.txt
	$(PIN) --upgrade requirements/s3.in -o requirements/s3.txt
	$(PIN) --upgrade requirements/test.in -o requirements/test.txt

translations: $(VENV)/test.stamp ## collect new words into the catalogues, then compile them
	$(BIN)/pybabel -q extract $(COLLECT) -o $(WORDS)/messages.pot .
	$(BIN)/pybabel -q update -i $(WORDS)/messages.pot -d $(WORDS) --no-fuzzy-matching \
	  --ignore-obsolete --ignore-pot-creation-date --no-wrap
	$(BIN)/pybabel -q compile -d $(WORDS)

# ---------------------------------------------------------------- how it is set up

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Shelflife needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 setup"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/setup.stamp: requirements/base.txt requirements/build.txt pyproject.toml \
                     $(wildcard $(WORDS)/*/LC_MESSAGES/*.po) | $(BIN)/python
	@echo "Setting up Shelflife in $(VENV) …"
	@$(PIP) --require-hashes -r requirements/build.txt -r requirements/base.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@test -z "$(wildcard $(WORDS)/*/LC_MESSAGES/*.po)" || $(BIN)/pybabel -q compile -d $(WORDS)
	@touch $@

$(VENV)/test.stamp: $(VENV)/setup.stamp requirements/test.txt
	@echo "Setting up the tests in $(VENV) …"
	@$(PIP) --require-hashes -r requirements/test.txt
	@touch $@
