// SPDX-License-Identifier: Apache-2.0
// Whatever a look or a capture gives - a table of HAProxy's, a program that speaks the protocol of
// command faults, the JSON of an API - it is told apart, or the capture is refused. The first line
// is what is looked for, the rest what was printed.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/cell.hpp"
#include "base/change.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

namespace {

void check_capture(const std::string& field, const Outcome& outcome) {
  Change change;
  change.capture = Action{};
  change.capture_fields = {field};
  const auto captured = capture_value(change, outcome);
  if (!captured) return;
  fuzz::must(captured->is_object());
  Action revert{.host = {}, .what = Exec{{"x", Captured{""}}, {"a", Captured{"/json"}, "b"}}};
  if (const auto resolved = resolve(revert, *captured, WallTime{})) {
    fuzz::must(!describe(*resolved).empty());
  }
}

void check_look(const std::string& piece, const Outcome& outcome) {
  const Verify verify{.look = {},
                      .in_force = {.status = 0, .contains = {piece}},
                      .gone = {.without = {piece}},
                      .inert = Match{.cells = {{"2", piece}}}};
  const bool has_it = outcome.out.find(piece) != std::string::npos;
  fuzz::must((read_seen(verify, outcome) == Seen::in_force) == has_it);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const std::string first{text.substr(0, text.find('\n'))};
  const std::string rest{text.substr(std::min(first.size() + 1, text.size()))};
  const Outcome outcome{true, 0, rest, {}, {}};
  static_cast<void>(find_cell(rest, first));
  for (const std::string& field : {first, "old=" + first, "old@" + first, std::string{"text"},
                                   std::string{"json"}, std::string{"address@5[4=active]"}}) {
    check_capture(field, outcome);
  }
  check_look(first, outcome);
  return 0;
}
