# make run: the demo office in a browser. make test: every check. Both install what they need first.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PO := tracker/translations/zh_Hans_CN/LC_MESSAGES/tracker.po
MO := $(PO:.po=.mo)
COMPILE := -q --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras \
  --allow-unsafe --all-build-deps

# One stamp for each content of a lock file: a changed one installs again, an unchanged one never.
stamp = $(VENV)/.$(1)-$(shell cat pyproject.toml $(1).lock 2>/dev/null | cksum | cut -d' ' -f1)
READY := $(call stamp,requirements)
TESTABLE := $(call stamp,requirements-test)

.PHONY: help run demo serve test check unit browser catalogue messages lock clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(READY) $(MO) ## the demo office, as of 2017-08-16
	@$(BIN)/tracker demo

demo: $(READY) $(MO) ## load the demo office anew (asks first; YES=1 does not)
	@$(BIN)/tracker demo --reset

serve: $(READY) $(MO) ## the office's own data, today
	@$(BIN)/tracker serve

test: check unit browser ## every check and every test

check: $(TESTABLE) $(MO) ## formatting, lint, types, layers
	@echo '· ruff'; $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo '· mypy'; $(BIN)/mypy
	@echo '· import-linter'; $(BIN)/lint-imports

unit: $(TESTABLE) $(MO) ## the tests without a browser
	@echo '· pytest'; $(BIN)/pytest -m 'not browser' --durations=20

browser: $(TESTABLE) $(MO) ## the tests in a browser
	@echo '· pytest, in a browser'; $(BIN)/pytest -n 0 -m browser -rs

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Python 3.11 or later is needed: make PYTHON=/path/to/python3.11 …'; exit 1; }
	@echo '· $(VENV)'; $(PYTHON) -m venv $(VENV)

$(VENV)/.requirements%: | $(BIN)/python
	@lock=$$(basename $@ | sed -E 's/^\.(.*)-[0-9]+$$/\1.lock/'); echo "· packages of $$lock"; \
	  $(BIN)/python -m pip --disable-pip-version-check install --progress-bar on \
	  --require-hashes -r $$lock
	@$(BIN)/python -m pip --disable-pip-version-check -q install --no-deps --no-build-isolation -e .
	@touch $@

catalogue: $(MO)
$(MO): $(PO) | $(READY)
	@$(BIN)/pybabel -q compile -i $(PO) -o $@

messages: $(READY) ## bring the catalogue in line with the msgids of the source
	@$(BIN)/pybabel -q extract -F pyproject.toml -k _ -k gettext -k ngettext:1,2 --no-location \
	  --sort-output --omit-header -o $(PO)t .
	@$(BIN)/pybabel -q update -i $(PO)t -o $(PO) -l zh_Hans_CN -N --omit-header; rm $(PO)t

lock: $(READY) ## write the two lock files anew
	@$(BIN)/pip -q install pip-tools
	@$(BIN)/pip-compile $(COMPILE) --output-file requirements.lock pyproject.toml
	@$(BIN)/pip-compile $(COMPILE) --extra test --extra ocr -c requirements.lock \
	  --output-file requirements-test.lock pyproject.toml

clean: ## remove what make made, never data/
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
