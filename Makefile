# Klankbord. `make help` lists the targets. What each needs is made once, and again only when its source changes.
.DEFAULT_GOAL := help
.PHONY: run test check format screenshots bench chaos migrate clean help chromium
.NOTPARALLEL:

# Three at a time, whichever comes; but of starts, stories in browsers, storms and tours of all pages two at a time, and
# never two of a kind.
ONE_OF_EACH := tests/start/test_run.py tests/journeys tests/chaos tests/pages
OTHERS := $(addprefix --ignore=,$(ONE_OF_EACH)) tests

SETUP := python3 deploy/setup/setup.py
PYTHON := .venv/bin/python
DIST := web/static/dist/assets.json
SOURCES := $(shell find web service_worker backend/klankbord/content backend/klankbord/rooms -type f \
	-not -path 'web/static/*' -not -name '*.py*' 2>/dev/null) build.mjs package.json

run: .venv/runtime.stamp $(DIST) ## everything on this machine: http://127.0.0.1:8000 (HOST PORT DATA_DIR DATABASE_URL DEMO)
	@$(PYTHON) -m klankbord run

test: .venv/dev.stamp $(DIST) chromium ## every test, the browser's included; a part of them: make test TESTS=tests/rooms/notes
	@$(if $(TESTS),,$(SETUP) node web/build/test.mjs)
	@$(if $(TESTS),$(PYTHON) -m pytest $(TESTS),$(PYTHON) -m pytest -n 3 --dist worksteal $(OTHERS) && $(PYTHON) -m pytest -n 2 --dist loadscope $(ONE_OF_EACH))

check: .venv/dev.stamp $(DIST) ## what the build server runs: format, lint, types, templates, translations, budgets, tests, a small bench
	@.venv/bin/ruff format --check . && .venv/bin/ruff check .
	@.venv/bin/mypy --strict
	@$(SETUP) node node_modules/typescript/bin/tsc --noEmit -p . && $(SETUP) node node_modules/typescript/bin/tsc --noEmit -p service_worker
	@.venv/bin/djlint --lint --quiet web/templates backend/klankbord/rooms
	@$(PYTHON) -m klankbord.house.translations check
	@$(MAKE) --no-print-directory test
	@$(PYTHON) -m tests.bench --small

format: .venv/dev.stamp ## put the Python code in one shape
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

screenshots: .venv/dev.stamp $(DIST) chromium ## the pictures in README.md, made anew
	@$(PYTHON) -m tests.screenshots

bench: .venv/dev.stamp $(DIST) chromium ## how close to the limit we run, in build/bench.json; SMALL=1: in two minutes, in build/bench-small.json; ONLY=queue,intake: a part
	@$(PYTHON) -m tests.bench $(if $(SMALL),--small) $(if $(ONLY),--only $(ONLY))

chaos: .venv/dev.stamp $(DIST) chromium ## that nothing is lost whatever breaks: SEEDS=20 NOTES=500 MINUTES=3; SEED=7 plays one again
	@$(PYTHON) -m tests.chaos $(if $(SEEDS),--seeds $(SEEDS)) $(if $(NOTES),--notes $(NOTES)) $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED))

migrate: .venv/runtime.stamp ## bring the database in DATABASE_URL (or the embedded one) up to date
	@$(PYTHON) -m klankbord migrate

clean: ## remove what was installed and built; the data folder stays
	@rm -rf .venv node_modules web/static/dist web/static/dist.new .mypy_cache .ruff_cache .pytest_cache .hypothesis

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

chromium: .venv/dev.stamp
	@$(PYTHON) -m tests.support.chromium

.venv/runtime.stamp: requirements.lock
	@$(SETUP) runtime && touch $@

.venv/dev.stamp: requirements-dev.lock
	@$(SETUP) dev && touch $@ .venv/runtime.stamp

$(DIST): $(SOURCES) package-lock.json
	@$(SETUP) assets && touch $@
