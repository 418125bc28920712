// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a drill's file.
#include "tests/fuzz/definition.hpp"

using namespace gameday;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  samples::Files files;
  files.drill = fuzz::text_of(data, size);
  fuzz::check_definition(files);
  return 0;
}
