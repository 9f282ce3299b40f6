# One word for every chore. `make` builds, `make run` starts, `make test` is the whole gate.
PYTHON ?= python3
BIN := .venv/bin
# of tests: on two cores four, for most wait for a process, a browser or a database half of their time
WORKERS ?= 4

.PHONY: all run test test-browser gates content lint types contracts long lock clean

all: .venv/.run

.venv/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { echo "Wasl needs Python 3.11 to 3.13: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: .venv/.run requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

run: all
	$(BIN)/wasl serve

test: .venv/.test
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target gates
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --ignore tests/browser
	@$(MAKE) --no-print-directory test-browser

# What needs no pytest, side by side: most of it keeps one core busy.
gates: types content lint contracts

content: .venv/.run
	$(BIN)/wasl check
	$(BIN)/wasl test

# Apart from the others: the browser's driver keeps an event loop running in its process. Two draw on two cores.
# What fails once is played once more, and both are named (docs/decisions/0012).
test-browser: .venv/.test
	$(BIN)/pytest -n 2 --dist loadfile --reruns 1 -rR tests/browser

lint: .venv/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.test
	$(BIN)/mypy

contracts: .venv/.test
	$(BIN)/lint-imports

# QUESTIONS=file.tsv, CORPUS=folder and ONLY=name are optional: see benchmarks/long.py
long: .venv/.test
	$(BIN)/python -m benchmarks.long $(if $(QUESTIONS),--questions $(QUESTIONS)) $(if $(CORPUS),--corpus $(CORPUS)) $(if $(ONLY),--only $(ONLY))

# Needs uv (https://docs.astral.sh/uv/); hashes for Python 3.11 to 3.13.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --group build -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group test -c requirements.lock -o requirements-test.lock

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
