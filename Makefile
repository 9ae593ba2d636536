# Two commands: `make demo` hears the whole way once, `make test` proves it. Both may be repeated.
PYTHON ?= python3
VENV ?= .venv
SOUNDS ?=
BUILD := build/test
CPP = $(shell git ls-files "external/*.hpp" "external/*.cpp" "tests/*.hpp" "tests/*.h" "tests/*.cpp")

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

.PHONY: demo test install lint clean

demo: install
	$(BIN)/granvae demo $(SOUNDS) --out demo

install:
	$(PYTHON) tools/bootstrap.py $(VENV)

test:
	$(PYTHON) tools/bootstrap.py $(VENV) --test
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	$(BIN)/cmake -G Ninja -B $(BUILD) -DGRANVAE_PD=ON -DGRANVAE_TESTS=ON -DGRANVAE_WERROR=ON \
	  -DPython_EXECUTABLE=$(abspath $(BIN))/python -DCMAKE_MAKE_PROGRAM=$(abspath $(BIN))/ninja
	$(BIN)/cmake --build $(BUILD)
	$(BIN)/clang-format --dry-run --Werror $(CPP)
	$(BIN)/clang-tidy -p $(BUILD) --quiet --extra-arg=-Wno-unknown-warning-option \
	  $(filter external/core/%.cpp external/engine/%.cpp,$(CPP)) 2> $(BUILD)/clang-tidy.log
	$(BIN)/ctest --test-dir $(BUILD) --output-on-failure
	$(BIN)/python -m pytest

clean:
	rm -rf build $(VENV)
