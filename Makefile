.DEFAULT_GOAL := help
.PHONY: help run test build bench deps clean

MODEL ?= cincinnati

help:
	@echo 'make run      recommend on a shipped model (MODEL=cincinnati; trefoil models lists them)'
	@echo 'make test     run every test'
	@echo 'make build    build the command, target/release/trefoil'
	@echo 'make bench    run the benchmarks'
	@echo 'make deps     build the solver into .deps, once; the targets above do it themselves'
	@echo 'make clean    remove everything that was built, the solver too'

run: deps
	cargo run --release -- recommend $(MODEL)

test: deps
	cargo test

build: deps
	cargo build --release

bench: deps
	cargo bench

deps:
	@.ci/deps

clean:
	rm -rf target .deps
