// SPDX-License-Identifier: Apache-2.0
// What is read as a duration is written so that it reads back the same.
#include "base/units.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = parse_duration(fuzz::text_of(data, size));
  if (!value) {
    fuzz::must(value.error().kind == ErrorKind::bad_input);
    return 0;
  }
  fuzz::must(*value >= Duration::zero());
  fuzz::must(parse_duration(format_duration(*value)) == *value);
  return 0;
}
