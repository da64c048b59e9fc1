# Everything one does with Attest by hand. Needs Python 3.11 or newer and nothing else.
#   PORT      where the site listens (8000)
#   DATA_DIR  where database, keys and files are kept (var)
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
WORKERS ?= 2
export PORT DATA_DIR

IN_VENV := .venv/bin/python

.PHONY: help run test lint format audit bench backup restore install install-dev

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 — /p' Makefile

run: install  ## install, prepare and serve the site
	@exec $(IN_VENV) -m config.start

test: install-dev  ## all tests, in parallel, on a database of their own
	@$(IN_VENV) -m pytest -n $(WORKERS) --dist worksteal

lint: install-dev  ## style, types, import rules, templates, migrations, deployment
	@$(IN_VENV) -m config.lint

format: install-dev  ## let the tools mend what they can
	@$(IN_VENV) -m ruff check --fix --quiet .
	@$(IN_VENV) -m ruff format --quiet .

audit: install-dev  ## known vulnerabilities of the packages that are installed
	@$(IN_VENV) -m config.audit

bench: install-dev  ## make bench [ONLY=name] [ROWS=3000000]: the figures the documentation states
	@$(IN_VENV) -m bench $(ONLY) $(if $(ROWS),--rows $(ROWS))

backup: install  ## make backup [TO=file.tar]
	@$(IN_VENV) -m config.backup $(if $(TO),"$(TO)")

restore: install  ## make restore FROM=file.tar
	@$(IN_VENV) -m config.restore "$(FROM)"

install:
	@$(PYTHON) config/install.py requirements.txt

install-dev:
	@$(PYTHON) config/install.py requirements-dev.txt
