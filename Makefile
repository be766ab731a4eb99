# The doors of the project. What is longer than a line or two stands in scripts/.
#   PYTHON=python3.13   another interpreter, with an environment of its own (.venv-3.13)
#   PORT=8080           where `make run` listens, on 127.0.0.1
#   REQUIRE_ALL=1       `make test` fails when it had to leave something out
#   ARGS="tests/kit"    what `make test` passes on to pytest
#   N=20000 SEED=1      how many inputs `make fuzz` sends to each database, and which

PYTHON ?= python3
PORT ?= 8000
N ?= 20000
SEED ?= 1
export PORT

ifeq ($(origin PYTHON),file)
VENV := .venv
else
VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
VENV := .venv-$(or $(VERSION),$(error PYTHON=$(PYTHON) does not run))
endif
VENV_PYTHON := $(VENV)/bin/python
ENVIRONMENT = @$(PYTHON) scripts/environment.py $(VENV)

.PHONY: help run dev test mutation faults fuzz bench check lock sbom messages pictures vendor clean
.DEFAULT_GOAL := help

help:  ## what there is
	@sed -n 's/^\([a-z]*\):.*## /make \1|/p' Makefile | column -t -s '|'

run:  ## the example village on http://localhost:8000: web, worker and timetable
	$(ENVIRONMENT) requirements.txt
	@$(VENV_PYTHON) -m scripts.prepare
	@exec $(VENV_PYTHON) manage.py serve --port $(PORT)

dev:  ## the same village for who changes the code: reloads by itself, shows errors whole
	$(ENVIRONMENT) requirements.txt
	@PORTAL_MODE=dev $(VENV_PYTHON) -m scripts.prepare
	@PORTAL_MODE=dev exec $(VENV_PYTHON) manage.py serve --port $(PORT)

test:  ## all tests, on every database and browser that is here (ARGS="tests/kit -k nonce": some)
	$(ENVIRONMENT) requirements-dev.txt
	@$(VENV_PYTHON) -m scripts.test $(ARGS)

mutation:  ## would a test notice? ROOM=addresses changes its code, a piece at a time (docs/mutation.md)
	$(ENVIRONMENT)-mutation requirements-dev.txt
	$(ENVIRONMENT)-mutation requirements-mutation.txt
	@$(VENV)-mutation/bin/python -m scripts.mutation $(ROOM) $(ARGS)

faults:  ## kills, freezes, full disks and silent servers under load (ARGS="--faults 200 --seed 7")
	$(ENVIRONMENT) requirements-dev.txt
	@$(VENV_PYTHON) -m tests.faults $(ARGS)

fuzz:  ## hostile input for every page, field and cursor, on both databases (N=20000 SEED=1)
	$(ENVIRONMENT) requirements-dev.txt
	@$(VENV_PYTHON) -m tests.fuzz --inputs $(N) --seed $(SEED) $(ARGS)

bench:  ## how fast it is, beside other projects: bench/results.md (QUICK=1: only a smoke test)
	$(ENVIRONMENT) requirements-dev.txt
	$(ENVIRONMENT)-bench bench/peers/requirements.txt
	@$(VENV_PYTHON) -m bench $(if $(QUICK),--quick)

check:  ## format, lint, types, import contracts, migrations, templates, production settings
	$(ENVIRONMENT) requirements-dev.txt
	@$(VENV_PYTHON) -m scripts.check

lock:  ## write the locked, hashed requirements anew from the .in files
	$(ENVIRONMENT) requirements-dev.txt
	@$(VENV_PYTHON) -m scripts.lock

sbom:  ## what the portal is made of, as CycloneDX: sbom.cdx.json (ARGS=FILE: elsewhere)
	$(ENVIRONMENT) requirements-dev.txt
	@$(VENV_PYTHON) -m scripts.sbom $(ARGS)

messages:  ## bring the catalogues of English and Polish up to date with the texts that are marked
	$(ENVIRONMENT) requirements-dev.txt
	@$(VENV_PYTHON) -m scripts.messages $(ARGS)

pictures:  ## take the pictures of README and of the guides anew (needs Chromium)
	$(ENVIRONMENT) requirements-dev.txt
	@$(VENV_PYTHON) -m scripts.pictures $(ARGS)

vendor:  ## fetch the vendored stylesheet again and check it (needs npm)
	sh scripts/vendor.sh

clean:  ## remove environments, caches and var/, the data of `make run` included
	rm -rf .venv .venv-* var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
