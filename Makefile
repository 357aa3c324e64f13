.DEFAULT_GOAL := help
.PHONY: help run test browser-test fuzz coverage knapsacks build bench deps clean

MODEL ?= cincinnati
FUZZ ?= 100000
# Long enough for any machine; a folder that never ends would be stopped by nothing else.
FUZZ_LIMIT ?= 8h
COVERAGE ?= 400

help:
	@echo 'make run      recommend on a shipped model (MODEL=cincinnati; trefoil models lists them)'
	@echo 'make test     run every test'
	@echo 'make browser-test  look at the pages of trefoil report in Chromium (needs Node.js, npm and Chromium)'
	@echo 'make fuzz     read $(FUZZ) damaged model folders (FUZZ=how many)'
	@echo 'make coverage recommend on $(COVERAGE) made-up models whose truth is known (COVERAGE=how many)'
	@echo 'make knapsacks  prove the best-known values of thirty published knapsacks'
	@echo 'make build    build the command, target/release/trefoil'
	@echo 'make bench    run the benchmarks'
	@echo 'make deps     build the solver into .deps, once; the targets above do it themselves'
	@echo 'make clean    remove everything that was built, the solver too'

run: deps
	cargo run --release -- recommend $(MODEL)

test: deps
	cargo test --all-features

browser-test: build
	@command -v npm > /dev/null || { echo 'error: npm is missing; on Debian: apt-get install nodejs npm' >&2; exit 1; }
	cd tests/browser && npm ci --no-audit --no-fund && node run.js

fuzz: deps
	FUZZ_FOLDERS=$(FUZZ) timeout $(FUZZ_LIMIT) cargo test --release --test main -- whole_folders --nocapture

coverage: deps
	COVERAGE=$(COVERAGE) cargo test --release --test main -- nine_true_gains --nocapture

knapsacks: deps
	KNAPSACKS=all cargo test --release --test main -- knapsacks_of_chu_and_beasley --nocapture

build: deps
	cargo build --release

bench: deps
	cargo bench

deps:
	@.ci/deps

clean:
	rm -rf target .deps
