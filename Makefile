# make demo   sets itself up, starts the desk, sends a question by SMTP, shows the reply
# make test   sets itself up, runs the whole suite
# make corpus reads published mails, says how they are read and screened, and whether that is good enough
# make replies writes the replies of docs/replies.md anew
# make serve  runs the desk in the foreground with config/
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo test corpus replies serve lint clean

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

setup: $(READY)

demo: $(READY)
	@$(BIN)/consultant demo

test: $(READY)
	@$(BIN)/pytest

corpus: $(READY)
	@$(BIN)/python -m benchmarks.corpus
	@$(BIN)/python -m benchmarks.bars

replies: $(READY)
	@$(BIN)/pytest tests/test_replies.py --accept

serve: $(READY)
	@$(BIN)/consultant serve

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
