# make demo    sets everything up and runs the seeds
# make test    sets everything up and runs all tests
# make check   style, types and docs

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

PLUGINS := $(sort $(wildcard plugins/*/pyproject.toml))
EDITABLE := -e './core[pandas,testing]' $(foreach plugin,$(PLUGINS),-e ./$(dir $(plugin)))

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test test-slow check bench clean help

help:
	@sed -n 's/^# //p' Makefile

$(READY): core/pyproject.toml $(PLUGINS) constraints.txt requirements-dev.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "this needs Python 3.11 or newer with the venv module (Debian: apt install python3-venv)" >&2; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit("presseschau needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt $(EDITABLE) --requirement requirements-dev.txt
	@touch $@

demo: $(READY)
	$(BIN)/presseschau run configs/seeds.yaml

## Some tests judge time and memory, and two workers disturb each other: what fails is judged once more, alone.
test: $(READY)
	$(BIN)/python -m pytest -m "not slow" -n auto --dist loadgroup || \
	  $(BIN)/python -m pytest -m "not slow" --last-failed --last-failed-no-failures none

test-slow: $(READY)
	$(BIN)/python -m pytest -m slow

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy core/src $(wildcard plugins/*/src)
	$(BIN)/python -m pytest -q tests/test_docs.py

bench: $(READY)
	$(BIN)/python benchmarks/overhead.py

clean:
	rm -rf $(VENV) runs .mypy_cache .ruff_cache .pytest_cache .hypothesis
