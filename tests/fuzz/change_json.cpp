// SPDX-License-Identifier: Apache-2.0
// A change, and with it an action, that is read from a journal reads back the same; what is said of
// it to people never fails.
#include <nlohmann/json.hpp>

#include "base/change.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

namespace {

void check_action(const Json& json) {
  const auto action = action_from_json(json);
  if (!action) return fuzz::must(action.error().kind == ErrorKind::bad_input);
  fuzz::must(action_from_json(to_json(*action)) == *action);
  fuzz::must(!describe(*action).empty());
  static_cast<void>(resolve(*action, json, WallTime{}));
}

void check_change(const Json& json) {
  const auto change = change_from_json(json);
  if (!change) return fuzz::must(change.error().kind == ErrorKind::bad_input);
  fuzz::must(change_from_json(to_json(*change)) == *change);
  static_cast<void>(resolve(*change, json, WallTime{}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Json json = Json::parse(fuzz::text_of(data, size), nullptr, false);
  if (json.is_discarded()) return 0;
  check_action(json);
  check_change(json);
  return 0;
}
