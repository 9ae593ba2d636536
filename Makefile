# What a person types. Everything may be repeated: only what changed is done again.
#
#   make demo      installs granvae and trains, exports and plays a first model
#   make install   installs granvae into .venv, editable
#   make check     linters, types, import rules and the fast tests, in about two minutes
#   make test-one  some tests: T=tests/python/engine/test_player.py, or T="-k crossfade"
#   make test      everything, as CI does
#   make lint      every linter, of Python and C++
#   make docs      the pages of docs/, in build/docs
#   make max-sdk   the tests in Max, built against a copy of max-sdk-base: MAX_SDK_BASE_DIR=folder
#   make clean     removes the environment and all builds
PYTHON ?= python3
VENV ?= .venv
SOUNDS ?=
T ?= tests/python
JOBS := $(shell getconf _NPROCESSORS_ONLN)
CPP = $(shell git ls-files "external/*.hpp" "external/*.cpp" "tests/*.hpp" "tests/*.h" "tests/*.cpp")

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PYTEST = OMP_NUM_THREADS=1 $(BIN)/python -m pytest
CTEST = $(BIN)/ctest --output-on-failure --test-dir
CONFIGURE = $(BIN)/cmake -G Ninja -DGRANVAE_TESTS=ON -DGRANVAE_WERROR=ON \
  -DPython_EXECUTABLE=$(abspath $(BIN))/python -DCMAKE_MAKE_PROGRAM=$(abspath $(BIN))/ninja
BUILD = $(BIN)/cmake --build
MAX_SDK_BASE_DIR ?=
MAX = -DGRANVAE_MAX=ON -DGRANVAE_MAX_TEST_HOST=ON
UNITY = -DCMAKE_UNITY_BUILD=ON
MEMORY := address,undefined,float-cast-overflow

.PHONY: demo install check test-one test lint docs clean environment lint-python build \
  sanitize-memory sanitize-threads sanitize-realtime fuzz max-sdk

demo: install
	$(BIN)/granvae demo $(SOUNDS) --out demo

install:
	$(PYTHON) tools/bootstrap.py $(VENV)

environment:
	$(PYTHON) tools/bootstrap.py $(VENV) --test

check: lint-python
	$(PYTEST) -q -n $(JOBS) --dist worksteal -m "not slow" tests/python

test-one: environment $(if $(findstring tests/hosts,$(T)),build)
	$(PYTEST) $(T)

test: lint sanitize-memory sanitize-threads sanitize-realtime fuzz $(if $(MAX_SDK_BASE_DIR),max-sdk)
	$(CTEST) build/test
	$(PYTEST) -n $(JOBS) --dist worksteal

# clang-tidy finds the C++ library's headers on Linux alone.
lint: lint-python build
	$(BIN)/clang-format --dry-run --Werror $(CPP)
ifeq ($(shell uname),Linux)
	$(BIN)/python -m tools.clang_tidy build/test --jobs $(JOBS)
endif

docs:
	$(PYTHON) tools/bootstrap.py $(VENV) --docs
	$(BIN)/mkdocs build --strict --site-dir build/docs

clean:
	rm -rf build $(VENV)

lint-python: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The externals for Max and Pure Data, a Max to test in, the tests in C++ and the benchmarks.
build: environment
	$(CONFIGURE) -B build/test $(MAX) -DGRANVAE_BENCH=ON -DGRANVAE_PD=ON
	$(BUILD) build/test

# Core, engine and the Max external under the address and undefined-behaviour sanitizers. Their
# libraries are preloaded, for Python itself is not built with them.
sanitize-memory: environment
ifeq ($(shell uname),Linux)
	$(CONFIGURE) -B build/memory $(MAX) $(UNITY) -DGRANVAE_SANITIZE=$(MEMORY)
	$(BUILD) build/memory
	$(CTEST) build/memory
	GRANVAE_MAX_DIR=build/memory/max ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1 \
	  LD_PRELOAD="$$($(CXX) -print-file-name=libasan.so) $$($(CXX) -print-file-name=libubsan.so)" \
	  $(PYTEST) -q tests/hosts -k max
endif

# The hand-over of tables under the thread sanitizer.
sanitize-threads: environment
ifeq ($(shell uname),Linux)
	$(CONFIGURE) -B build/threads $(UNITY) -DGRANVAE_SANITIZE=thread
	$(BUILD) build/threads --target granvae_handover_tests
	$(CTEST) build/threads -R '^handover$$'
endif

# With Max's own headers instead of those of our test host, which are compared with them.
max-sdk: environment
	$(BIN)/python -m tools.max_sdk $(MAX_SDK_BASE_DIR)
	$(CONFIGURE) -B build/max-sdk $(MAX) -DMAX_SDK_BASE_DIR=$(abspath $(MAX_SDK_BASE_DIR))
	$(BUILD) build/max-sdk
	GRANVAE_MAX_DIR=build/max-sdk/max $(PYTEST) -q tests/hosts -k max

# The fuzzer is a part of Clang, and so is the real-time sanitizer from version 20 on. Without them,
# tests/fuzz replays random sequences in sanitize-memory, and tests/real_time watches in build.
ifeq ($(shell uname),Linux)
CLANG := $(firstword $(shell for version in '' -22 -21 -20 -19 -18 -17 -16 -15 -14; do \
  command -v clang++$$version; done))
endif
ifneq ($(CLANG),)
# Clang says nothing where it has this sanitizer.
NO_REALTIME := $(shell echo 'int main() {}' | $(CLANG) -fsanitize=realtime -x c++ -o /dev/null - 2>&1)
endif

sanitize-realtime: environment
ifneq ($(and $(CLANG),$(if $(NO_REALTIME),,yes)),)
	$(CONFIGURE) -B build/realtime $(UNITY) -DCMAKE_CXX_COMPILER=$(CLANG) -DGRANVAE_SANITIZE=realtime
	$(BUILD) build/realtime --target granvae_real_time_tests
	$(CTEST) build/realtime -R '^real_time$$'
endif

fuzz: environment
ifneq ($(CLANG),)
	$(CONFIGURE) -B build/fuzz $(UNITY) -DCMAKE_CXX_COMPILER=$(CLANG) \
	  -DGRANVAE_SANITIZE=$(MEMORY),fuzzer-no-link
	$(BUILD) build/fuzz --target granvae_fuzz
	$(CTEST) build/fuzz -R '^fuzz$$'
endif
