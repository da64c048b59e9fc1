# Everything one does with Attest by hand. Needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
export PORT DATA_DIR

VENV := .venv/bin

.PHONY: run test lint format bench backup restore install install-dev

run: install  ## the site at http://localhost:8000
	@$(VENV)/python -m config.start

test: install-dev
	$(VENV)/pytest -n 2

install:
	@$(PYTHON) config/install.py requirements.txt

install-dev:
	@$(PYTHON) config/install.py requirements-dev.txt
