# The two commands that matter: `make demo` and `make test`. Nothing but Python >= 3.11 and make is assumed.
PYTHON ?= python3
BIN := .venv/bin
NODE_FLAGS := --no-audit --no-fund --loglevel=error
DESK := frontend/desk
ASSETS := src/chuangcheng/web/static/web/build/desk.js
DEMO_PORT ?= 8000

.PHONY: setup demo test check bench browser serve clean

setup: .venv/ready $(ASSETS)

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(DESK)/node_modules/ready: $(DESK)/package-lock.json .venv/ready
	tools/node ci --prefix $(DESK) $(NODE_FLAGS)
	@touch $@

$(ASSETS): $(DESK)/node_modules/ready $(shell find $(DESK)/src $(DESK)/styles -type f 2>/dev/null)
	tools/node run build --silent --prefix $(DESK)
	@touch $@

demo: setup
	$(BIN)/chuangcheng demo --port $(DEMO_PORT)

# Cheapest first.
check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet src
	$(BIN)/deptry .
	$(BIN)/mypy src tests bench
	$(BIN)/chuangcheng django makemigrations --check --dry-run
	tools/node run check --silent --prefix $(DESK)

test: setup
	tools/test

bench: setup
	$(BIN)/python -m bench

clean:
	rm -rf .venv $(DESK)/node_modules src/chuangcheng/web/static/web/build
