# Unísono: `make run` starts it with sample data, `make test` passes the tests; `make help` lists the rest.

PYTHON ?= python3
PORT ?= 8000
DATA ?= demo-data
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help setup run test nightly clients browser screenshots check fix lock messages bench

help: ## List what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1 \t/'

setup: $(READY) ## Make the environment in .venv

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is missing. On Debian: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Making the environment in .venv (a minute, once) …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(READY)

run: setup ## Start the product with sample data on http://127.0.0.1:8000
	@UNISONO_DATA=$(DATA) $(BIN)/unisono init --admin-password unisono-demo >/dev/null
	@UNISONO_DATA=$(DATA) $(BIN)/unisono demo
	@test -s $(DATA)/token || (umask 077; UNISONO_DATA=$(DATA) $(BIN)/unisono token create admin >$(DATA)/token)
	@token=$$(cat $(DATA)/token); \
		printf '\n  Look at      http://127.0.0.1:$(PORT)/ (the API: http://127.0.0.1:$(PORT)/api/v1/docs)\n'; \
		printf '  Administrator admin, password unisono-demo\n  Token        %s\n\n' "$$token"; \
		printf '  curl -H "Authorization: Bearer %s" "http://127.0.0.1:$(PORT)/api/v1/contacts?q=madrid&limit=5"\n\n' "$$token"
	@UNISONO_DATA=$(DATA) $(BIN)/unisono serve --port $(PORT)

test: setup ## Run the tests on SQLite and on PostgreSQL (which comes as a Python package)
	@$(BIN)/python -m pytest -n 3 -m "not postgresql" $(ARGS)
	@UNISONO_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 3 -m "not pure and not browser" $(ARGS)

nightly: setup ## Run what takes too long for every push, all or one part: PART=networks|kills|chaos|nodes|debian|client|phones|backups|fuzz|serving|files|matching|pages|postgresql
	@$(BIN)/python scripts/nightly.py $(PART)

CLIENTS := .clients
clients: $(CLIENTS)/ready ## Install the programs that CardDAV is tried with into .clients (some need npm)

$(CLIENTS)/ready: $(wildcard tests/carddav/clients/requirements.lock tests/carddav/clients/tsdav/*)
	@$(PYTHON) -m venv $(CLIENTS)
	@$(CLIENTS)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/carddav/clients/requirements.lock
	@mkdir -p $(CLIENTS)/tsdav && cp tests/carddav/clients/tsdav/* tests/carddav/clients/tsdav/.npmrc $(CLIENTS)/tsdav/
	@cd $(CLIENTS)/tsdav && npm ci --silent --no-audit --no-fund
	@touch $(CLIENTS)/ready

browser: setup ## Run the tests in a real browser (Debian's chromium) on SQLite: journeys, every page, weight
	@$(BIN)/python -m pytest -n 2 tests/browser $(ARGS)

screenshots: setup ## Take a picture of every page of the demo into build/screenshots
	@$(BIN)/python scripts/screenshots.py $(ARGS)

check: setup ## Linters, types, layers, migrations, messages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive unisono
	@UNISONO_DATA=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python scripts/messages.py check
	@$(BIN)/python scripts/vendor.py check
	@$(BIN)/python scripts/fonts.py check
	@$(BIN)/djlint unisono/web/templates --lint --quiet

fix: setup ## Format and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

messages: setup ## Collect texts for translation, and compile the translations
	@$(BIN)/python scripts/messages.py update

bench: setup ## Measure how well duplicates are found, and speed against bare drivers and Tryton; write docs/benchmarks.md (BENCH=full: a million parties)
	@$(BIN)/python -m benchmarks.matching
	@$(BIN)/python -m benchmarks $(ARGS)

lock: setup ## Lock the dependencies anew: with hashes to build the product, as constraints to install it
	@$(BIN)/pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile pyproject.toml --extra match --extra s3 --group dev --generate-hashes --universal --no-annotate --no-header --quiet --upgrade -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra match --extra s3 --universal --no-annotate --no-header --quiet --constraint requirements.lock -o constraints.txt
