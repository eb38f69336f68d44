# Run, test and check the portal. `make` or `make help` lists what there is.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run export test lint types check audit faults bench mutation soak format browser clean

PORT ?= 8501
SITE ?= var/site
FUZZ_EXAMPLES ?= 5000
MOST_ROWS ?= 5000000
VENV := .venv
PYTHON := $(VENV)/bin/python
PYTHONS ?= python3.13 python3.12 python3.11 python3
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
OFFICES := soffice libreoffice
AUDITOR := pip-audit==2.10.1
# The tests of one file stay in one process; those with a browser come by themselves, as it holds the event loop.
AT_ONCE := -n logical --maxprocesses 4 --dist loadfile
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

export: $(VENV)/.run-installed ## Write the pages under /read and all files to var/site (elsewhere: make export SITE=folder)
	@$(PYTHON) -m open_data export "$(SITE)"

test: $(VENV)/.dev-installed browser lint types check ## Run every check and every test
	@$(PYTHON) -m pytest $(AT_ONCE) -m "not browser"
	@$(PYTHON) -m pytest $(AT_ONCE) -m browser

lint: $(VENV)/.dev-installed ## Look for mistakes and untidy code
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

types: $(VENV)/.dev-installed ## Check the types
	@$(PYTHON) -m mypy

check: $(VENV)/.run-installed ## Check the files under config/ and data/
	@$(PYTHON) -m data_access check

faults: $(VENV)/.dev-installed ## Kill each part of a deployment in turn and write docs/reliability.md (10 minutes)
	@$(PYTHON) -m deploy.faults docs/reliability.md

bench: $(VENV)/.dev-installed $(VENV)/.bench-installed browser ## Measure speed, write docs/performance.md (15 minutes)
	@$(PYTHON) -m bench --write docs/performance.md

audit: $(VENV)/.run-installed $(VENV)/.audit-installed ## Ask which faults are known in what is installed (needs the network)
	@$(VENV)/audit/bin/pip-audit --strict --progress-spinner off \
	  --path "$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"

mutation: $(VENV)/.dev-installed $(VENV)/.mutation-installed ## Change the measures a little and see a test fail (an hour; a part: make mutation MUTANTS='*periods*')
	@$(VENV)/mutation/bin/python -m tests.mutation $(if $(MUTANTS),'$(MUTANTS)')

# A step that fails ends the run with its name. What is measured goes to var/ and not to docs/.
SOAK := faults mutation fuzz links rows
soak: ## Run all that is too long for every day: faults, mutation, fuzz, links, millions of rows (4 hours)
	@mkdir -p var
	@for step in $(SOAK); do \
	  echo "soak: $$step, from $$(date +%H:%M)"; \
	  $(MAKE) --no-print-directory soak-$$step || { echo "soak: $$step failed" >&2; exit 1; }; \
	done; echo "soak: all is well"

soak-faults: $(VENV)/.dev-installed
	@$(PYTHON) -m deploy.faults var/soak-reliability.md

.PHONY: $(SOAK:%=soak-%)
soak-mutation: mutation

soak-fuzz: $(VENV)/.dev-installed
	@FUZZ_EXAMPLES=$(FUZZ_EXAMPLES) $(PYTHON) -m pytest -q $$(grep -rl --include='test_*.py' 'tests.fuzzing' tests)

soak-links: $(VENV)/.dev-installed
	@EVERY_LINK=1 $(PYTHON) -m pytest -q tests/open_data/read/test_every_page.py -k every_link

soak-rows: $(VENV)/.dev-installed $(VENV)/.bench-installed
	@$(PYTHON) -m bench --most-rows $(MOST_ROWS) --parts data api --write var/soak-performance.md

format: $(VENV)/.dev-installed ## Tidy the code
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

clean: ## Remove the environment, the built database and the caches
	@rm -rf $(VENV) var .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Programs that tests drive: a browser, LibreOffice to open the spreadsheets, nginx for deploy/, and Java for the HTML
# checker. Debian's are installed where that needs no password; without them the tests that need them are skipped and
# say so.
browser:
	@wanted=; \
	found=; for name in $(BROWSERS); do if command -v $$name >/dev/null; then found=yes; fi; done; \
	if [ -z "$$found" ]; then wanted="chromium fonts-liberation"; fi; \
	found=; for name in $(OFFICES); do if command -v $$name >/dev/null; then found=yes; fi; done; \
	if [ -z "$$found" ]; then wanted="$$wanted libreoffice-calc-nogui"; fi; \
	if ! command -v nginx >/dev/null && [ ! -x /usr/sbin/nginx ]; then wanted="$$wanted nginx"; fi; \
	if ! command -v java >/dev/null; then wanted="$$wanted default-jre-headless"; fi; \
	if [ -z "$$wanted" ]; then exit 0; fi; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing for the tests:" $$wanted; \
	  apt-get update -qq >/dev/null || true; \
	  for package in $$wanted; do \
	    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$package >/dev/null \
	      || echo "$$package could not be installed: the tests that need it will be skipped" >&2; \
	  done; \
	else \
	  echo "Not found on PATH, so the tests that need them will be skipped:" $$wanted >&2; \
	fi

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

$(VENV)/.audit-installed: Makefile $(VENV)/.created
	@echo "Installing what asks for known faults into $(VENV)/audit"
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip install -qq --disable-pip-version-check --no-input $(AUDITOR)
	@touch $@

$(VENV)/.mutation-installed: tests/mutation/requirements.txt $(VENV)/.dev-installed
	@echo "Installing what changes the code into $(VENV)/mutation"
	@$(PYTHON) -m venv $(VENV)/mutation
	@$(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
	  >"$$($(VENV)/mutation/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/portal.pth"
	@$(VENV)/mutation/bin/python -m pip install -qq --disable-pip-version-check --no-input -r tests/mutation/requirements.txt
	@touch $@

$(VENV)/.bench-installed: bench/requirements.txt $(VENV)/.created
	@echo "Installing what the portal is compared with into $(VENV)/bench"
	@$(PYTHON) -m venv $(VENV)/bench
	@$(VENV)/bench/bin/python -m pip install -qq --disable-pip-version-check --no-input -r bench/requirements.txt
	@touch $@
