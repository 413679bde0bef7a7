# gouji: the commands. Everything runs in .venv, made from requirements.lock with the system's python3 (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.ready
STUDY ?= studies/henan.yml
export PYDEVD_DISABLE_FILE_VALIDATION := 1

.DEFAULT_GOAL := help
.PHONY: help setup study test lab bench bench-rules bench-speed corpus notebooks dictionary lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | expand -t 14

setup: $(STAMP)  ## make .venv with the pinned packages

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gouji needs python3 3.11 or newer; this is " + sys.version.split()[0])'
	@$(PYTHON) -m venv .venv || { echo "python3 cannot make a virtual environment here; on Debian or Ubuntu: apt install python3-venv" >&2; exit 2; }
	@echo "Setting up .venv (once, about two minutes) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

study: $(STAMP)  ## run the embedded study (STUDY=studies/NAME.yml for another)
	@$(BIN)/gouji study run $(STUDY)

test: $(STAMP)  ## run every test, the notebooks among them
	@$(BIN)/pytest tests --nbval notebooks

lab: $(STAMP)  ## open JupyterLab
	@$(BIN)/jupyter lab notebooks

bench: $(STAMP)  ## measure the readers side by side, some minutes (FILES="a.pdf b.pdf" for others)
	@$(BIN)/python -m gouji.reading.bench $(FILES)

bench-rules: $(STAMP)  ## measure the rules on generated departments, clean and faulted (about ten minutes)
	@$(BIN)/python -m gouji.rules.bench $(BENCH)

bench-speed: $(STAMP)  ## milliseconds the rules take a document (FILES="a.pdf b.pdf" for others)
	@$(BIN)/python -m gouji.rules.speed $(FILES)

corpus: $(STAMP)  ## typeset data/raw/henan again from its fact files
	@$(BIN)/python -m gouji.typeset.corpus data/raw/henan

notebooks: $(STAMP)  ## execute the notebooks in place: the only way their outputs get into git
	@$(BIN)/python -m gouji.study outputs

dictionary: $(STAMP)  ## write docs/data-dictionary.md from the one schema
	@$(BIN)/python -m gouji.publish.package docs/data-dictionary.md

lock:  ## write requirements.lock from what is installed in .venv
	@$(BIN)/pip freeze --all --exclude-editable --exclude pip --exclude gouji | sort -f > requirements.lock

clean:  ## remove what can be rebuilt (not .venv)
	@rm -rf build data/processed/*/
