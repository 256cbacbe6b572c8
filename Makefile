# What people type, and what CI runs. Everything lands in .venv, .prefect, out and reports/out: all git-ignored.
# Needs Python 3.11 or newer and make; set PYTHON to choose the interpreter.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt

# Modules are measured, and meant to be used, from compiled files.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help

PYTEST := $(BIN)/python -m pytest --numprocesses auto
# pytest exits 5 when no test carries the marker: not a failure here.
NONE_IS_FINE := || [ $$? -eq 5 ]

.PHONY: help install audit test test-slow test-browser check format rehearse dictionary bench clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

install: .venv/installed ## set up .venv from constraints.txt; again only when that or pyproject.toml changed

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "make install: needs Python 3.11 or newer, found " + sys.version.split()[0] + " (set PYTHON=...)")'
	@echo "setting up .venv (a minute or two, once)"
	@$(PYTHON) -m venv --clear .venv
	@$(PIP) hatchling editables
	@$(PIP) --no-build-isolation --editable '.[test]'
	@$(BIN)/python -m compileall -q src flows
	@touch $@

.venv/installed-browser: .venv/installed
	@$(PIP) --no-build-isolation --editable '.[test,browser]'
	@touch $@

# A peer of the benchmarks, beside the other packages: pandera imports pandas wherever it finds it, at every run.
.venv/installed-pandas: .venv/installed
	@$(PIP) --no-deps --target .venv/beside pandas
	@touch $@

audit: install ## one night over the sample drop: publication and reports in out/
	@$(BIN)/python flows/nightly.py --extracts data/sample --database out/pa_audit.duckdb --reports reports/out \
	    --config data/sample/pa_audit.toml --as-of 2023-06-30

test: install ## everything that runs in minutes
	$(PYTEST) --dist loadfile  # what the tests of a file share is made once

test-slow: .venv/installed-pandas ## a real Prefect server, kills, mutation
	$(PYTEST) --dist worksteal -m slow $(NONE_IS_FINE)

test-browser: .venv/installed-browser ## the reports in chromium
	$(PYTEST) --dist worksteal -m browser $(NONE_IS_FINE)

check: install ## lint, format, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src flows

format: install ## rewrite files the way check wants them
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

rehearse: install ## the schedule on a real Prefect server of its own, two minutes
	$(BIN)/python deploy/rehearsal.py

dictionary: audit ## docs/data_dictionary.md from the comments of the publication
	@$(BIN)/python -m pa_audit.data_dictionary out/pa_audit.duckdb > docs/data_dictionary.md

# CASES=1000000 is the size that the goals are set for: an hour, and 20 GB under TMPDIR.
CASES ?= 100000

bench: .venv/installed-pandas ## every figure of benchmarks/README.md against its goal, eight minutes
	$(BIN)/python benchmarks $(CASES)

clean: ## back to the clone
	rm -rf .venv .prefect out reports/out .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
