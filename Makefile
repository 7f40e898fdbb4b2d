# Everything here needs only Python 3.11 or newer, make, and a network to the package index.
PYTHON ?= python3
TOOLS := .tools
VENV := .venv
UV := UV_PROJECT_ENVIRONMENT=$(VENV) UV_PYTHON_DOWNLOADS=never $(TOOLS)/bin/uv
RUN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo run test lint format bench browser pictures clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: $(VENV)/.ready ## make .venv with the locked dependencies; the program is then .venv/bin/backlinks

$(TOOLS)/bin/uv:
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --upgrade uv

$(VENV)/.ready: pyproject.toml uv.lock $(TOOLS)/bin/uv
	UV_COMPILE_BYTECODE=1 $(UV) sync --quiet --locked --extra graph --python $(PYTHON)
	@touch $@

demo: setup ## the bot in a workspace in your browser, without a Slack account
	$(RUN)/backlinks demo

run: setup ## the bot, with the settings of .env
	$(RUN)/backlinks run

lint: setup ## ruff, mypy --strict and the import contracts
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports --no-cache

format: setup ## let ruff mend what it can
	$(RUN)/ruff check --fix-only .
	$(RUN)/ruff format .

browser: ## find Chromium, or install it by the system's package manager
	@sh .ci/browser

test: lint browser ## lint, then every test, a real browser included
	$(RUN)/pytest -n 2 --dist loadfile

bench: setup ## measure, beside named peers, in one run
	UV_COMPILE_BYTECODE=1 $(UV) sync --quiet --locked --extra graph --group bench --python $(PYTHON)
	$(RUN)/python -m benchmarks

pictures: setup browser ## take the documentation's pictures anew
	$(RUN)/python docs/pictures/take.py

clean: ## remove what setup made
	rm -rf $(VENV) $(TOOLS)
