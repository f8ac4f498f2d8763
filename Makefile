# The commands of Lianshen. Nothing but Python >= 3.11 and make need be installed:
# the first command makes .venv and installs the pinned packages, by their hashes.

.DEFAULT_GOAL := help
.PHONY: help demo run test mutants kills measure check screens messages architecture adr pins clean prepared

VENV := .venv
PY := $(VENV)/bin/python
TEMPLATES := */templates
PYTEST := $(PY) -m pytest
# Two workers: the suite is made of many small waits for the disk and for children.
WORKERS := 2

export PYTHONUTF8 := 1

help:  ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: prepared  ## build a small true world, run the main job, serve it (SERVE=0: do not serve; DRAWINGS=DIR: on your files; FRESH=1: forget earlier runs)
	@$(PY) manage.py demo $(if $(filter 0 no false,$(SERVE)),--no-serve) $(if $(DRAWINGS),--drawings "$(DRAWINGS)") $(if $(FRESH),--fresh)

run: prepared  ## serve web, workers and beat on 127.0.0.1:8000 (PORT=...)
	@$(PY) manage.py serve $(if $(PORT),--port $(PORT))

test: $(VENV)/.dev  ## run the tests (what=pure: one folder of tests/), on PostgreSQL and Redis too where found
	@$(PY) -m config.messages compile
	@PYTEST_WORKERS=$(WORKERS) $(PY) -m tests.suite $(what)

mutants: $(VENV)/.dev  ## hand in 240 broken files and print what became of them (COUNT=...)
	@$(PY) -m config.messages compile
	@LIANSHEN_MUTANTS=$(or $(COUNT),240) $(PYTEST) -q tests/journeys/test_mutants.py

kills: $(VENV)/.dev  ## seal 200 sheets while signer, worker, children and database connections are killed at 50 points (SHEETS=... KILLS=...)
	@$(PY) -m config.messages compile
	@$(PY) -m benchmarks.killing $(KILLING)
	@db=$$($(PY) -c "from tests.outside import postgres_address as at; print(at())"); \
	if [ -n "$$db" ]; then LIANSHEN_TEST_DATABASE="$$db" $(PY) -m benchmarks.killing $(KILLING); fi

measure: $(VENV)/.dev  ## run a benchmark: what=ingestion with="cost" (or "workers"), what=responsiveness, ...
	@$(PY) -m benchmarks.$(what) $(with)

check: $(VENV)/.dev  ## everything CI asks besides the tests: form, types, imports, templates, messages, migrations
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports --no-cache
	$(if $(wildcard $(TEMPLATES)),$(VENV)/bin/djlint --lint $(wildcard $(TEMPLATES)),@true)
	$(PY) -m config.messages check
	$(PY) -m config.messages missing
	$(PY) -m config.messages compile
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run

screens: $(VENV)/.dev  ## take the pictures of the README from a demonstration that is being served (at=http://...)
	@$(PY) -m tests.screens $(at)

messages: $(VENV)/.dev  ## list what is not translated; make the catalogue that Django reads
	@$(PY) -m config.messages missing || echo "add: $(PY) -m config.messages add FILE.tsv"
	@$(PY) -m config.messages compile

architecture: $(VENV)/.dev  ## draw the diagrams of docs/architecture.md again
	@$(PY) -m tests.architecture.house

adr:  ## begin the next decision record (title="why it is so")
	@sh docs/adr/begin.sh "$(title)"

pins: $(VENV)/.dev  ## pin the packages of requirements/*.in again, with hashes
	$(VENV)/bin/uv pip compile -q $(PIN) requirements/base.in -o requirements/base.txt >/dev/null
	$(VENV)/bin/uv pip compile -q $(PIN) -c requirements/base.txt requirements/dev.in -o requirements/dev.txt >/dev/null

clean:  ## remove the virtual environment; what the system keeps in var/ stays
	rm -rf $(VENV)

# ---- how the commands above get what they need

KILLING = $(or $(SHEETS),200) $(or $(KILLS),50)

# --universal: Python 3.11.2 needs packages that 3.11.7 does not, other systems others.
PIN = --generate-hashes --no-emit-index-url --no-emit-options --universal \
	--python-version 3.11 --custom-compile-command "make pins"

PIP_INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check --no-input \
	--only-binary :all: --require-hashes

$(VENV)/bin/python:
	@sh config/find_python.sh $(VENV)

$(VENV)/.base: requirements/base.txt | $(VENV)/bin/python
	@echo "Installing the pinned packages (once; about a minute) ..."
	@$(PIP_INSTALL) -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Installing the tools of development ..."
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@

prepared: $(VENV)/.base
	@$(PY) -m config.messages compile >/dev/null
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py createcachetable
