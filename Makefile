# Throng: two commands do everything. `make run` sets up, builds and runs the main job; `make test` proves it.

SHELL := /bin/bash
.DEFAULT_GOAL := help

SCENE ?= scenes/city/steeple-square.yaml
OUT ?= out/$(basename $(notdir $(SCENE)))
PREFIX ?= $(HOME)/.local
PACKAGES := $(shell sed 's/\#.*//' packages.debian)
TEST_PACKAGES := $(shell sed 's/\#.*//' packages.test.debian)
SWIFT_BUILD := swift build -c release
THRONG := .build/release/throng
# A peer that the tests read our files with, kept out of the system's Python.
PEERS := .build-peers
# Simulators to be compared with, and what the benchmarks are built into. The gate's build is for any machine with AVX2,
# because valgrind knows no more.
BENCH_PEERS := .build-peers-bench
FIELD_PEERS := .build-peers-field
# The package manager looks for new files of a package beside it only when the manifest is younger than its plan.
BUILD_BENCH := touch Benchmarks/Package.swift && swift build -c release --package-path Benchmarks --product ScenarioBench
SCENARIO_BENCH := Benchmarks/.build/release/ScenarioBench
BENCH_SOURCES := Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Benchmarks
GATE_BASELINE := Benchmarks/baselines/instructions.csv

.PHONY: help setup peers build run test determinism soak verify lint format docs gallery install clean
.PHONY: bench scenario-bench bench-baseline bench-peers bench-gate field-peers bench-field bench-kernels

help: ## show these targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what is missing (Debian packages; the Swift toolchain is checked)
	@bash Tools/setup $(PACKAGES)

build: setup ## build in release
	@$(SWIFT_BUILD) --product throng

run: build ## build and run the main job: window with a display, files without
	@$(THRONG) run $(SCENE) --out $(OUT)

peers:
	@bash Tools/setup $(PACKAGES) $(TEST_PACKAGES)
	@bash Tools/peers $(PEERS)

test: peers ## install what is missing and run every test
	@$(SWIFT_BUILD) --build-tests
	@PATH="$(abspath $(PEERS))/bin:$$PATH" SDL_VIDEODRIVER=dummy ALSOFT_DRIVERS=null swift test -c release --skip-build
	@bash Tools/soak --quick
	@bash Tools/determinism

determinism: setup ## compare hashes of every model for 1 to 8 workers, unoptimised and in release: minutes
	@bash Tools/determinism

soak: setup ## run an hour of the busiest scene and look at everybody in every step: half an hour
	@bash Tools/soak

verify: build ## every published test and measurement with every locomotion model: hours
	@$(THRONG) verify --suite all --out out/verify

lint: ## check the format, strictly
	@swift format lint --strict --recursive Package.swift Sources Tests $(BENCH_SOURCES)

format: ## format every source
	@swift format --in-place --recursive Package.swift Sources Tests $(BENCH_SOURCES)

scenario-bench: setup
	@$(BUILD_BENCH)

bench: build scenario-bench ## time the stages on the shipped scenes, and the steps of some crowds
	@bash Tools/bench $(THRONG)
	@$(SCENARIO_BENCH) --quick --workers 1,2 --csv out/bench/quick.csv --compare

bench-baseline: scenario-bench ## time every crowd at its full size and keep the figures as this machine's
	@$(SCENARIO_BENCH) --quick --workers 1,2 --save-baseline
	@$(SCENARIO_BENCH) --workers 1,2 --csv out/bench/scenarios.csv --compare --save-baseline

bench-peers: ## compare with JuPedSim and RVO2, in turn (ARGS=--quick: a short look)
	@bash Tools/setup $(PACKAGES) python3 python3-venv
	@$(BUILD_BENCH)
	@bash Tools/bench-peers $(BENCH_PEERS)
	@$(BENCH_PEERS)/bin/python3 Benchmarks/peers/compare.py --bench $(SCENARIO_BENCH) $(ARGS)

field-peers: ## install the libraries that density fields are compared with
	@bash Tools/setup $(PACKAGES) python3 python3-venv
	@bash Tools/field-peers $(FIELD_PEERS)

bench-field: build field-peers ## compare density fields with OpenCV, SciPy and PedPy, in turn: four minutes
	@$(THRONG) profile --goals --out out/bench/field $(ARGS)

bench-kernels: setup ## time the density field's kernels one by one (ARGS="baseline update main" keeps them)
	@cd Benchmarks && swift package --disable-sandbox benchmark $(ARGS) --target Kernels

bench-gate: export THRONG_CPU := x86-64-v3
bench-gate: ## count instructions, fail where crowds take over 2 % more (ACCEPT=1: a new baseline)
	@bash Tools/setup $(PACKAGES) valgrind
	@$(BUILD_BENCH) --scratch-path .build-gate
	@bash Tools/bench-gate .build-gate/release/ScenarioBench $(GATE_BASELINE) $(if $(ACCEPT),--accept)

docs: build ## write the scene reference and the editor's JSON Schema to docs/
	@$(THRONG) schema > docs/scene-reference.md
	@$(THRONG) schema --json > docs/scene.schema.json
	@echo "docs/scene-reference.md docs/scene.schema.json"

gallery: build ## render every picture of the README and the tutorial, and one of each recording
	@bash Tools/setup $(PACKAGES) pngquant
	@bash Tools/gallery $(THRONG)

install: build ## install to PREFIX (default ~/.local)
	@install -d $(PREFIX)/bin $(PREFIX)/share/throng
	@install -m 755 $(THRONG) $(PREFIX)/bin/throng
	@cp -r assets scenes $(PREFIX)/share/throng/
	@echo "installed $(PREFIX)/bin/throng and $(PREFIX)/share/throng"

clean: ## remove what was built and written
	@rm -rf .build .build-debug .build-gate Benchmarks/.build out $(PEERS) $(BENCH_PEERS) $(FIELD_PEERS)
