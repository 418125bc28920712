// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a runbook.
#include "tests/fuzz/definition.hpp"

using namespace gameday;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  samples::Files files;
  files.others["over.toml"] = fuzz::text_of(data, size);
  fuzz::check_definition(files);
  return 0;
}
