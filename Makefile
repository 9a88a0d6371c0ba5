# `make build` and `make test` do all the set-up; `make help` lists the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASES ?= 1000 10000
RUNS ?= 5
PYTHONS ?=
READY := $(VENV)/.ready
CLIENTS := .venv-clients/.ready
OLD_DUCKDB := .venv-duckdb-1.2/.ready
OTHER = .venv-others/$(subst /,_,$(python))

PIP_INSTALL = -m pip install --quiet --disable-pip-version-check

.PHONY: help build test test-rest test-all clients reproduce fuzz fmt docs pictures lock benchmark clean

help: ## List the targets.
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

build: $(READY) ## Make the environment, validate the tables, build the release in dist/.
	$(BIN)/ukim build

test: $(READY) ## Lint, check types and layers, run the fast tests: three minutes.
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/ukim fmt --check
	$(BIN)/ukim validate --strict
	$(BIN)/pytest --numprocesses auto
	@echo "Lint, types, layers, canonical form and fast tests: all passed; \`make test-rest\` runs the others."

test-rest: $(READY) ## Run the tests that `make test` leaves out: kills, mutants, drills, every breakage alone.
	$(BIN)/pytest --numprocesses auto -m "(slow or hypothesis) and not clients" --hypothesis-profile=thorough

test-all: test test-rest ## Run all tests.

clients: $(CLIENTS) $(OLD_DUCKDB) ## Open a release with what its users have; large downloads, needs Java and LibreOffice.
	.venv-clients/bin/pytest -m clients tests/clients

reproduce: $(READY) ## Build twice, in different circumstances, and compare all bytes; PYTHONS="python3.12 python3.13" for more.
	@$(foreach python,$(PYTHONS),$(MAKE) --no-print-directory PYTHON=$(python) VENV=$(OTHER) $(OTHER)/.ready &&) true
	$(BIN)/python -m ukim.release.reproduce $(foreach python,$(PYTHONS),$(OTHER)/bin/python)

fuzz: $(READY) ## Break tables, schemas and rules at random for an hour or more.
	$(BIN)/pytest --hypothesis-profile=fuzz -m "not clients" tests/test_fuzz.py tests/validate/test_parity.py

fmt: $(READY) ## Format the code and the tables.
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	$(BIN)/ukim fmt

docs: $(READY) ## Write what is generated: pages on schemas, rules and commands, figures of the README.
	$(BIN)/python -m ukim.documents.generate

pictures: $(READY) ## Draw the pictures of the README.
	$(BIN)/python examples/cases_by_month.py docs/pictures/cases_by_month.svg
	$(BIN)/python examples/main_penalties.py docs/pictures/main_penalties.svg

benchmark: $(READY) ## Measure in an environment with the runtime dependencies alone; CASES="1000 10000 100000" for all sizes.
	$(PYTHON) -m venv --clear .venv-benchmark
	.venv-benchmark/bin/python $(PIP_INSTALL) --require-hashes --requirement requirements/runtime.txt
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir .venv-benchmark/wheels .
	.venv-benchmark/bin/python $(PIP_INSTALL) --no-deps .venv-benchmark/wheels/ukim-*.whl
	.venv-benchmark/bin/python benchmarks/cold_start.py
	.venv-benchmark/bin/python benchmarks/scale.py --cases $(CASES) --runs $(RUNS)

lock: ## Pin the dependencies anew (needs uv).
	uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --output-file requirements/runtime.txt
	uv pip compile pyproject.toml --group dev --extra examples --extra release --constraint requirements/runtime.txt --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --output-file requirements/dev.txt
	uv pip compile pyproject.toml --group clients --extra release --constraint requirements/runtime.txt --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --output-file requirements/clients.txt
	uv pip compile --group pyproject.toml:duckdb-1-2 --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --output-file requirements/duckdb-1.2.txt

clean: ## Remove what was built and the environments.
	rm -rf dist .venv .venv-benchmark .venv-clients .venv-duckdb-1.2 .venv-others

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 build"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python $(PIP_INSTALL) --require-hashes --requirement requirements/dev.txt
	$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(CLIENTS): requirements/clients.txt pyproject.toml
	$(PYTHON) -m venv --clear .venv-clients
	.venv-clients/bin/python $(PIP_INSTALL) --require-hashes --requirement requirements/clients.txt
	.venv-clients/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(OLD_DUCKDB): requirements/duckdb-1.2.txt
	$(PYTHON) -m venv --clear .venv-duckdb-1.2
	.venv-duckdb-1.2/bin/python $(PIP_INSTALL) --require-hashes --requirement requirements/duckdb-1.2.txt
	@touch $@
