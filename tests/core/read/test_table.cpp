// Where the grains of a table begin.
#include <doctest/doctest.h>

#include "core/read/table.hpp"
#include "samples.hpp"

using namespace granvae::core;
using namespace granvae::testing;

TEST_CASE("a start in grains lies between those of its neighbours, and beyond the last goes on") {
  const Table table(noise(2000, 1), 44100.0, 512, {0, 300, 700, 956});
  CHECK(table.start_of(0.0) == 0.0);
  CHECK(table.start_of(1.0) == 300.0);
  CHECK(table.start_of(1.25) == 400.0);
  CHECK(table.start_of(3.0) == 956.0);
  CHECK(table.start_of(4.5) == 956.0 + 1.5 * 256.0);
  CHECK(table.start_of(-1.0) == -300.0);
  CHECK(start_in(table, StartUnit::grains, 2.0) == 700.0);
  CHECK(start_in(table, StartUnit::samples, 2.0) == 2.0);
}

TEST_CASE("grains of a table of one would follow each other whole") {
  const Table table(noise(512, 1), 44100.0, 512, {0});
  CHECK(table.start_of(0.5) == 256.0);
  CHECK(table.start_of(2.0) == 1024.0);
  CHECK(table.shape() == GrainShape{512, 44100.0});
}

TEST_CASE("a table that is written again has the starts of a single grain") {
  Table table(noise(2000, 1), 44100.0, 512, {0, 300, 700});
  table.assign(noise(512, 2), 44100.0, 0);
  CHECK(table.starts().empty());
  CHECK(table.start_of(1.0) == 512.0);
}
