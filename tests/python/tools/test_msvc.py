"""What only GCC and Clang know is found, unless MSVC does not come to see it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import msvc

pytestmark = pytest.mark.skipif(shutil.which("c++") is None, reason="there is no c++")

HEADER = """
#pragma once
#include <vector>
#include "of_a_host.h"
#if defined(__GNUC__)
#define APART __restrict__
#else
#define APART __restrict
#endif
inline int bits(unsigned word) { return __builtin_popcount(word); }
"""
SOURCE = """
#include "part/header.hpp"
#if defined(__GNUC__)
[[gnu::target("avx2")]] void guarded(float* APART x);
#endif
#if !defined(_MSC_VER)
#include <dlfcn.h>
using Guarded = float __attribute__((vector_size(16)));
#endif
[[gnu::hot]] void open(float* APART x);
"""


def test_finds_what_no_guard_hides(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "header.hpp").write_text(HEADER)
    (tmp_path / "source.cpp").write_text(SOURCE)
    assert sorted(msvc.findings(tmp_path)) == [
        "part/header.hpp:10: __builtin_popcount",
        "source.cpp:10: [[gnu::hot",
    ]


def test_finds_nothing_in_the_externals() -> None:
    assert list(msvc.findings(msvc.ROOT / "external")) == []
