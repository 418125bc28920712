// SPDX-License-Identifier: Apache-2.0
// What is read as a wall time is written so that it reads back the same.
#include "base/units.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = parse_utc(fuzz::text_of(data, size));
  if (!value) {
    fuzz::must(value.error().kind == ErrorKind::bad_input);
    return 0;
  }
  fuzz::must(parse_utc(format_utc(*value, 9)) == *value);
  return 0;
}
