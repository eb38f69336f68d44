# Run, test and check the portal. `make` or `make help` lists what there is.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test lint types check format browser clean

PORT ?= 8501
VENV := .venv
PYTHON := $(VENV)/bin/python
PYTHONS ?= python3.13 python3.12 python3.11 python3
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
PIP := $(PYTHON) -m pip install -qq --disable-pip-version-check --no-input

# Files are read as UTF-8 whatever locale the machine has, or none.
export PYTHONUTF8 := 1

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run-installed ## Start the portal on http://127.0.0.1:8501 (another port: make run PORT=8600)
	@$(PYTHON) -m data_access build
	@echo "The portal is at http://127.0.0.1:$(PORT) (stop it with Ctrl+C)"
	@PORTAL_PUBLIC_URL="$${PORTAL_PUBLIC_URL:-http://127.0.0.1:$(PORT)}" \
	  $(PYTHON) -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/.dev-installed browser lint types check ## Run every check and every test
	@$(PYTHON) -m pytest

lint: $(VENV)/.dev-installed ## Look for mistakes and untidy code
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

types: $(VENV)/.dev-installed ## Check the types
	@$(PYTHON) -m mypy

check: $(VENV)/.run-installed ## Check the files under config/ and data/
	@$(PYTHON) -m data_access check

format: $(VENV)/.dev-installed ## Tidy the code
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

clean: ## Remove the environment, the built database and the caches
	@rm -rf $(VENV) var .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A browser for the browser tests. Debian's Chromium is installed where that needs no password.
browser:
	@for name in $(BROWSERS); do if command -v $$name >/dev/null; then exit 0; fi; done; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Chromium for the browser tests"; \
	  if apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; then exit 0; fi; \
	fi; \
	echo "No Chromium or Chrome was found on PATH: the browser tests will be skipped" >&2

# The environment is made anew only where there is none, or one that is broken or older than Python 3.11.
$(VENV)/.created:
	@if ! $(PYTHON) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  found=; \
	  for name in $(PYTHONS); do \
	    if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$name; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then echo "Python 3.11 or newer is needed; none of $(PYTHONS) is one" >&2; exit 1; fi; \
	  $$found -m venv --clear $(VENV); \
	fi
	@touch $@

$(VENV)/.run-installed: requirements.txt $(VENV)/.created
	@echo "Installing what the portal needs into $(VENV)"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev-installed: requirements-dev.txt $(VENV)/.run-installed
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP) -r requirements-dev.txt
	@touch $@
