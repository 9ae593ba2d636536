# Two commands: `make demo` hears the whole way once, `make test` proves it. Both may be repeated.
PYTHON ?= python3
VENV ?= .venv
SOUNDS ?=
BUILD := build/test
JOBS := $(shell getconf _NPROCESSORS_ONLN)
CPP = $(shell git ls-files "external/*.hpp" "external/*.cpp" "tests/*.hpp" "tests/*.h" "tests/*.cpp")

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

CONFIGURE = $(BIN)/cmake -G Ninja -DGRANVAE_MAX=ON -DGRANVAE_MAX_TEST_HOST=ON -DGRANVAE_TESTS=ON \
  -DGRANVAE_BENCH=ON -DGRANVAE_WERROR=ON -DPython_EXECUTABLE=$(abspath $(BIN))/python \
  -DCMAKE_MAKE_PROGRAM=$(abspath $(BIN))/ninja

# Core, engine and the Max external once more, under the address and undefined-behaviour sanitizers.
# Their libraries are preloaded, for Python itself is not built with them.
ifeq ($(shell uname),Linux)
define SANITIZED
$(CONFIGURE) -B $(BUILD)-sanitized -DGRANVAE_SANITIZE=address,undefined,float-cast-overflow
$(BIN)/cmake --build $(BUILD)-sanitized
$(BIN)/ctest --test-dir $(BUILD)-sanitized --output-on-failure
GRANVAE_MAX_DIR=$(BUILD)-sanitized/max ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1 \
  LD_PRELOAD="$$($(CXX) -print-file-name=libasan.so) $$($(CXX) -print-file-name=libubsan.so)" \
  $(BIN)/python -m pytest -q tests/hosts/test_max*.py
endef

# The core alone: the hand-over of tables under the thread sanitizer; the players under a fuzzer,
# which is a part of Clang, and for which the sanitized replay of tests/fuzz stands in without one;
# and the audio thread under the real-time sanitizer, which Clang has from version 20 on.
CORE = $(BIN)/cmake -G Ninja -DGRANVAE_TESTS=ON -DCMAKE_MAKE_PROGRAM=$(abspath $(BIN))/ninja
CLANG := $(firstword $(shell for version in '' -22 -21 -20 -19 -18 -17 -16 -15 -14; do \
  command -v clang++$$version; done))

define THREADS
$(CORE) -B $(BUILD)-threads -DGRANVAE_SANITIZE=thread
$(BIN)/cmake --build $(BUILD)-threads --target granvae_handover_tests
$(BIN)/ctest --test-dir $(BUILD)-threads --output-on-failure -R '^handover$$'
endef

ifneq ($(CLANG),)
define FUZZED
$(CORE) -B $(BUILD)-fuzz -DCMAKE_CXX_COMPILER=$(CLANG) \
  -DGRANVAE_SANITIZE=address,undefined,float-cast-overflow,fuzzer-no-link
$(BIN)/cmake --build $(BUILD)-fuzz --target granvae_fuzz
$(BIN)/ctest --test-dir $(BUILD)-fuzz --output-on-failure -R '^fuzz$$'
endef

# Silence says that it has.
ifeq ($(shell echo 'int main() {}' | $(CLANG) -fsanitize=realtime -x c++ -o /dev/null - 2>&1),)
define REALTIME
$(CORE) -B $(BUILD)-realtime -DCMAKE_CXX_COMPILER=$(CLANG) -DGRANVAE_SANITIZE=realtime
$(BIN)/cmake --build $(BUILD)-realtime --target granvae_real_time_tests
$(BIN)/ctest --test-dir $(BUILD)-realtime --output-on-failure -R '^real_time$$'
endef
endif
endif
endif

.PHONY: demo test install lint clean

demo: install
	$(BIN)/granvae demo $(SOUNDS) --out demo

install:
	$(PYTHON) tools/bootstrap.py $(VENV)

test:
	$(PYTHON) tools/bootstrap.py $(VENV) --test
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	$(CONFIGURE) -B $(BUILD) -DGRANVAE_PD=ON
	$(BIN)/cmake --build $(BUILD)
	$(BIN)/clang-format --dry-run --Werror $(CPP)
	printf '%s\n' $(filter-out external/decoder/torch/% external/python/%,$(filter external/%.cpp,$(CPP))) \
	  | xargs -n 1 -P $(JOBS) $(BIN)/clang-tidy -p $(BUILD) --quiet \
	  --extra-arg=-Wno-unknown-warning-option 2> $(BUILD)/clang-tidy.log
	$(SANITIZED)
	$(THREADS)
	$(FUZZED)
	$(REALTIME)
	$(BIN)/ctest --test-dir $(BUILD) --output-on-failure
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

clean:
	rm -rf build $(VENV)
