// SPDX-License-Identifier: Apache-2.0
// Whatever stands in the operator's own file, there are guards or there are problems; every time is
// frozen or not, and whatever an incident check is answered, it is good news or words.
#include "drills/guard/calendar.hpp"
#include "drills/guard/incident.hpp"
#include "drills/guard/load_config.hpp"
#include "drills/guard/lock.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

namespace {

using namespace std::chrono_literals;

void check_freeze(const Freeze& freeze) {
  const WallTime now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + 10h};
  fuzz::must(!describe(freeze).empty());
  for (const std::chrono::minutes length :
       {std::chrono::minutes{1}, std::chrono::minutes{60}, std::chrono::minutes{24h * 8}}) {
    const auto found = find_freeze(freeze, {now, now + length});
    if (!found) continue;
    fuzz::must(found->from < found->to && found->to > now && found->from < now + length);
  }
}

void check_answers(std::string_view text) {
  for (const char* kind : {"http", "promql", "command", "tcp"}) {
    IncidentCheck check{.name = "page", .kind = kind, .url = "http://x/", .command = {"x"}};
    const Outcome answered{true, 200, std::string{text}, {}, {}};
    static_cast<void>(find_incident(check, answered));
    fuzz::must(!find_incident(check, Outcome{false, 500, std::string{text}, {}, {}}).empty());
  }
  const Outcome listed{true, 0, std::string{text}, {}, {}};
  static_cast<void>(find_foreign_lock(listed, "1a2b3c4d", WallTime{}));
  static_cast<void>(describe_lock(text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const LoadedGuards loaded = load_guards({{"config.toml", std::string{text}}});
  fuzz::must(loaded.guards.has_value() == loaded.problems.empty());
  fuzz::must(render_all(loaded.problems, loaded.sources, false).empty() == loaded.problems.empty());
  if (loaded.guards) {
    for (const GuardConfig& config : *loaded.guards) {
      for (const Freeze& freeze : config.freezes) check_freeze(freeze);
      for (const IncidentCheck& check : config.incidents) {
        fuzz::must(!describe(ask(check)).empty());
        fuzz::must(!describe(check).empty());
      }
    }
  }
  check_answers(text);
  return 0;
}
