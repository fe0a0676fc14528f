# Every target sets up what it needs by itself: environment, packages, and on Debian the system libraries.
# ARGS goes on to the program or to pytest: make run ARGS="aging --as-of 2026-01-31", make test ARGS="-k aging".

PYTHON ?= python3
ARGS ?=
DOOR = $(PYTHON) scripts/bootstrap.py

.DEFAULT_GOAL := run
.NOTPARALLEL:
.PHONY: run test check reference bench pictures setup lock clean

run: ## the program; without a display its tour, into ./tour
	@$(DOOR) run $(ARGS)

test: ## the tests
	@$(DOOR) test $(ARGS)

check: ## style, types, layers, dependencies, lock
	@$(DOOR) check

reference: ## figures and tests on the public ledgers beside the project
	@$(DOOR) reference $(ARGS)

bench: ## the speed claims, as one table
	@$(DOOR) bench $(ARGS)

pictures: ## the tour's pictures, into ./pictures
	@$(DOOR) pictures $(ARGS)

setup: ## only the setting up
	@$(DOOR) setup

lock: ## requirements.lock anew from pyproject.toml
	@$(DOOR) lock

clean: ## removes what the other targets made
	@$(DOOR) clean
