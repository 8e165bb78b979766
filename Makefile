# make ask Q="How is the acting?"   set everything up and answer a question
# make test                         pass the tests
# make check                        format, lint, types, import contracts
# make weights SNIPPETS=FILE        learn all weights again from their data (FILE: the rated snippets), half an hour
# make bench                        answers and speed beside LangChain + FAISS and txtai, some ten minutes

Q ?= Is season 3 worth watching?
BIN := .venv/bin
BENCH := .venv-bench/bin
export PYTHON

.PHONY: ask test check format weights bench clean

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

weights:
	@tools/environment.sh training
	@$(BIN)/python -m training $(if $(SNIPPETS),--snippets "$(SNIPPETS)")

bench:
	@tools/environment.sh bench
	@$(BENCH)/python -m benchmarks.peers evals/missions-held.jsonl
	@$(BENCH)/python -m benchmarks.speed

clean:
	rm -rf .venv .venv-bench data/library .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage
