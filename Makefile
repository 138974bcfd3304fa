# make run: the demo office in a browser. make test: every check. Both install what they need first.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK := -q --generate-hashes --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe --all-build-deps
PO := tracker/translations/zh_Hans_CN/LC_MESSAGES/tracker.po
# One stamp for each content of the lock: $(READY) ## write the two lock files anew
	@$(BIN)/pip -q install pip-tools
	@$(BIN)/pip-compile $(LOCK) --output-file requirements.lock pyproject.toml
	@$(BIN)/pip-compile $(LOCK) --extra test -c requirements.lock \
	  --output-file requirements-test.lock pyproject.toml

clean: ## remove what make made, never data/
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
