# make demo    sets everything up and runs the seeds
# make test    sets everything up and runs all tests but the slow ones
# make check   style, types, docs and coverage
# make docs    the documentation as a site, in site/
# make explore the tests again, with properties tried on examples drawn anew
# make matrix  the tests under every supported Python that is installed

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
USER   := $(VENV)/.user
READY  := $(VENV)/.ready
TOOLS  := $(VENV)/.tools

PLUGINS := $(sort $(wildcard plugins/*/pyproject.toml)) models/presseschau-de/pyproject.toml
EDITABLE := $(foreach plugin,$(PLUGINS),-e ./$(dir $(plugin)))
PIP := $(BIN)/python -m pip install --quiet --constraint constraints.txt

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo editor-tools test explore test-slow check types coverage docs matrix bench clean help

help:
	@sed -n 's/^# //p' Makefile

## What a user needs, and no more.
$(USER): core/pyproject.toml $(PLUGINS) constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "this needs Python 3.11 or newer with the venv module (Debian: apt install python3-venv)" >&2; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit("presseschau needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=24"  # older ones do not know lxml[html_clean] by its new spelling
	$(PIP) -e ./core $(EDITABLE)
	@touch $@

## What tests and checks need beside that.
$(READY): $(USER) requirements-dev.txt
	$(PIP) -e './core[pandas,testing]' $(EDITABLE) -e './models/presseschau-de-accurate' --requirement requirements-dev.txt
	@touch $@

## An editor's YAML engine, for the tests of the schema, and a checker of accessibility; their tests are skipped where they cannot be had.
$(TOOLS): $(USER) Makefile
	@if command -v npm >/dev/null; then \
	  npm install --silent --no-audit --no-fund --no-save --prefix $(VENV)/npm yaml-language-server@1.25.0 || echo "yaml-language-server cannot be had: its tests are skipped"; \
	  npm install --silent --no-audit --no-fund --no-save --prefix $(VENV)/npm yaml-language-server@1.25.0 axe-core@4.14.1 >/dev/null || echo "axe-core cannot be had: its tests are skipped"; \
	else echo "npm is not installed: the tests of the schema in an editor are skipped"; fi
	@touch $@

editor-tools: $(TOOLS)

demo: $(USER)
	$(BIN)/presseschau run configs/seeds.yaml

## What judges time and memory runs alone, after the others: two workers disturb each other. A failure is a failure.
test: $(READY) $(TOOLS)
	$(BIN)/python -m pytest -m "not slow and not timing and not memory" -n auto
	$(BIN)/python -m pytest -m "(timing or memory) and not slow"

## The properties on examples that are drawn anew.
explore: $(READY)
	PRESSESCHAU_EXPLORE=1 $(BIN)/python -m pytest -m "not slow and not timing and not memory" -n auto

test-slow: $(READY)
	$(BIN)/python -m pytest -m slow

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) types
	$(BIN)/python -m pytest -q tests/test_docs.py
	$(MAKE) coverage

types: $(READY)
	$(BIN)/mypy core/src $(wildcard plugins/*/src)

coverage: $(READY)
	$(BIN)/python -m pytest -q -m "not slow and not timing and not memory" -n auto --cov --cov-report=term:skip-covered

docs: $(READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

matrix: $(READY)
	$(BIN)/nox

bench: $(READY)
	$(BIN)/python benchmarks/overhead.py

clean:
	rm -rf $(VENV) runs site .mypy_cache .ruff_cache .pytest_cache .hypothesis
