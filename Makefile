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

.PHONY: help setup peers build run test lint format bench docs gallery install clean

help: ## show these targets
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

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

lint: ## check the format, strictly
	@swift format lint --strict --recursive Package.swift Sources Tests

format: ## format every source
	@swift format --in-place --recursive Package.swift Sources Tests

bench: build ## time the stages on the shipped scenes
	@bash Tools/bench $(THRONG)

docs: build ## write the scene reference and the editor's JSON Schema to docs/
	@$(THRONG) schema > docs/scene-reference.md
	@$(THRONG) schema --json > docs/scene.schema.json
	@echo "docs/scene-reference.md docs/scene.schema.json"

gallery: build ## render every picture of the README and one of each recording
	@bash Tools/gallery $(THRONG)

install: build ## install to PREFIX (default ~/.local)
	@install -d $(PREFIX)/bin $(PREFIX)/share/throng
	@install -m 755 $(THRONG) $(PREFIX)/bin/throng
	@cp -r assets scenes $(PREFIX)/share/throng/
	@echo "installed $(PREFIX)/bin/throng and $(PREFIX)/share/throng"

clean: ## remove what was built and written
	@rm -rf .build out $(PEERS)
