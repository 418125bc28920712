// SPDX-License-Identifier: Apache-2.0
// Whatever lies in a run's record, each line is an event, a sample, a write or a reading, or none;
// an event that is read is written so that it reads back the same.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "drills/record/event.hpp"
#include "drills/record/ledger_file.hpp"
#include "drills/record/sample_line.hpp"
#include "drills/record/sealed_line.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

namespace {

void check_event(const Json& json) {
  const auto event = event_from_json(json);
  if (!event) return fuzz::must(event.error().kind == ErrorKind::bad_input);
  const auto again = event_from_json(to_json(*event));
  fuzz::must(again && to_json(*again) == to_json(*event));
}

void check_line(std::string_view line) {
  const Json json = Json::parse(line, nullptr, false);
  if (json.is_discarded()) return;
  check_event(json);
  static_cast<void>(sample_from(json));
  static_cast<void>(write_from(json));
  if (!json.is_object()) return;
  if (const auto sealed = seal(json, 0)) {
    if (const auto reading = ledger_from_text(*sealed)) {
      fuzz::must(ledger_from_text(ledger_file_text(*reading)).has_value());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::text_of(data, size);
  static_cast<void>(unseal(text));
  static_cast<void>(ledger_from_text(text));
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    check_line(line);
  }
  return 0;
}
