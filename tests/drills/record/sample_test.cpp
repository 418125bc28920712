// SPDX-License-Identifier: Apache-2.0
#include "drills/record/sample.hpp"

#include <doctest/doctest.h>

using namespace gameday;

namespace {

Write some_write(WriteResult result, std::string error) {
  Write write;
  write.id = 7;
  write.intended = from_ns(100);
  write.sent = from_ns(110);
  write.done = from_ns(150);
  write.result = result;
  write.region = "region-a";
  write.error = std::move(error);
  return write;
}

}  // namespace

TEST_CASE("an acknowledged write is a good sample of the write path, with the write's times") {
  const Sample sample = as_sample(some_write(WriteResult::acknowledged, ""));
  CHECK(sample.good);
  CHECK(sample.error.empty());
  CHECK(to_ns(sample.intended) == 100);
  CHECK(to_ns(sample.sent) == 110);
  CHECK(to_ns(sample.done) == 150);
  CHECK(sample.region == "region-a");
}

TEST_CASE("a refused write and one in doubt are bad samples that say why") {
  const Sample refused = as_sample(some_write(WriteResult::refused, "read-only transaction"));
  CHECK_FALSE(refused.good);
  CHECK(refused.error == "read-only transaction");
  const Sample in_doubt = as_sample(some_write(WriteResult::in_doubt, ""));
  CHECK_FALSE(in_doubt.good);
  CHECK(in_doubt.error == "in doubt");
  CHECK(as_sample(some_write(WriteResult::refused, "")).error == "refused");
}
