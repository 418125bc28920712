// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_world.hpp"

#include <doctest/doctest.h>

#include "tests/world/support/scratch.hpp"

using namespace gameday;

TEST_CASE("the real world reads small files, and only those") {
  const Scratch scratch;
  const AwsWorld world = real_aws_world();
  CHECK(world.read_file(scratch.write("a", "text\n")) == "text\n");
  CHECK_FALSE(world.read_file(scratch.file("missing")));
  CHECK_FALSE(world.read_file(scratch.write("long", std::string((1U << 20U) + 1, 'x'))));
}

TEST_CASE("its numbers lie in [0, 1) and differ, its clock is this century's") {
  const AwsWorld world = real_aws_world();
  double least = 1;
  double most = 0;
  for (int count = 0; count < 100; ++count) {
    const double number = world.random();
    least = std::min(least, number);
    most = std::max(most, number);
  }
  CHECK(least >= 0);
  CHECK(most < 1);
  CHECK(least < most);
  CHECK(format_utc(world.wall()).starts_with("20"));
}
