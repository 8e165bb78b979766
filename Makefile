# make ask Q="How is the acting?"   set everything up and answer a question
# make test                         pass the tests
# make check                        format, lint, types, import contracts

Q ?= Is season 3 worth watching?
BIN := .venv/bin
export PYTHON

.PHONY: ask test check format clean

ask:
	@tools/environment.sh
	@$(BIN)/worthwatch index build >&2
	@$(BIN)/worthwatch ask -- "$$QUESTION"
ask: export QUESTION = $(Q)

test:
	@tools/environment.sh dev
	@$(BIN)/python -m pytest

check:
	@tools/environment.sh dev
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format:
	@tools/environment.sh dev
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

clean:
	rm -rf .venv data/library .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage
