# Needs Python 3.11 to 3.14 and make, nothing else: each target sets up .venv where it is missing or out of date.
# Another interpreter: make PYTHON=/path/to/python3 test

.DEFAULT_GOAL := help
SHELL := /bin/sh

BIN := .venv/bin
LOCK := requirements/dev.lock
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: .venv/.ready ## See the program at work on an example company
	@$(BIN)/crosspolicy demo $(ARGS)

.PHONY: test
test: .venv/.ready ## Run all tests (a choice of them: ARGS='-k review')
	$(PYTEST) $(ARGS)

.PHONY: lint
lint: lint-style lint-format lint-types lint-imports lint-translations ## Check style, types, layers and translations

.PHONY: bench
bench: .venv/.ready ## Measure speed and memory against the bounds
	$(BIN)/python -m bench $(ARGS)

.PHONY: bench-scale
bench-scale: .venv/.ready ## Measure books of up to a million requests (20 GB of disk; a quick look: ARGS='--sizes 1000,20000')
	$(BIN)/python -m bench.scale $(ARGS)

.PHONY: fuzz
fuzz: .venv/.ready ## Let the state machines look for faults, for longer than the tests do
	HYPOTHESIS_PROFILE=fuzz $(PYTEST) -m fuzz $(ARGS)

.PHONY: translations
translations: .venv/.ready ## Bring the catalogues up to date with the source
	$(BIN)/python scripts/translations.py $(ARGS)

.PHONY: lock
lock: ## Lock what pyproject.toml asks for (newest versions: ARGS=--upgrade)
	@$(find_python); test -x $(BIN)/python || "$$python" -m venv .venv
	@$(PIP) uv
	$(BIN)/uv pip compile pyproject.toml --extra postgres --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-annotate --custom-compile-command 'make lock' --quiet -o $(LOCK) $(ARGS)
	@if grep -n '://' $(LOCK); then echo 'make: $(LOCK) names an address; it must hold names and hashes only' >&2; exit 1; fi

.PHONY: clean
clean: ## Remove all that make has made
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +

# The parts of lint, one by one; pre-commit runs the same.

.PHONY: lint-style lint-format lint-types lint-imports lint-translations
lint-style: .venv/.ready
	$(BIN)/ruff check
lint-format: .venv/.ready
	$(BIN)/ruff format --check
lint-types: .venv/.ready
	$(BIN)/mypy
lint-imports: .venv/.ready
	$(BIN)/lint-imports --no-logo
lint-translations: .venv/.ready
	$(BIN)/python scripts/translations.py --check

# The environment. A stamp is written last, so an interrupted set-up is begun again.

PYTHONS := python3.14 python3.13 python3.12 python3.11 python3 /usr/local/bin/python3 /usr/bin/python3

# Sets $python to the first that runs (a pyenv shim may exist and fail), is new enough and can make environments.
define find_python
python=; for candidate in $(or $(PYTHON),$(PYTHONS)); do \
  if "$$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1; \
  then python=$$candidate; break; fi; \
done; \
if [ -z "$$python" ]; then \
  echo 'make: no usable Python from 3.11 to 3.14 found (on Debian and Ubuntu, the package python3-venv is needed too)' >&2; \
  exit 1; \
fi
endef

# Also out of date: one whose interpreter is gone, or that came here with a copied or moved folder.
ifneq ($(wildcard .venv/.locked),)
ifneq ($(shell $(BIN)/python -c 'print(open(".venv/.locked").read().strip())' 2>/dev/null),$(CURDIR))
.venv/.locked: .FORCE
endif
endif
.PHONY: .FORCE

# The lock file serves as the lock too: a second make waits for the first, then finds its work done.
define wait_for_others
exec 9<$(LOCK); "$$python" -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)'
endef

.venv/.locked: $(LOCK)
	@$(find_python); $(wait_for_others); \
	if [ $@ -nt $(LOCK) ] && [ "$$(cat $@)" = '$(CURDIR)' ] && $(BIN)/python -c '' 2>/dev/null; then exit 0; fi; \
	echo "Setting up .venv with $$python (once; about half a minute)"; \
	rm -rf .venv && "$$python" -m venv .venv \
	  && $(PIP) --require-hashes --only-binary :all: -r $(LOCK) \
	  && echo '$(CURDIR)' >$@

.venv/.ready: .venv/.locked pyproject.toml
	@python=$(BIN)/python; $(wait_for_others); \
	if [ $@ -nt .venv/.locked ] && [ $@ -nt pyproject.toml ]; then exit 0; fi; \
	$(PIP) --no-deps --no-build-isolation --editable . && touch $@
