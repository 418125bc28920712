// SPDX-License-Identifier: Apache-2.0
// Looks, just before clients are sent to another region, whether the rules of the traffic manager
// allow it: which regions are in service, which switches are on, when the last shift was. Allowed:
// it notes the time and exits 0; forbidden: exits 3 and names the rule. The rules come as JSON on
// standard input. What cannot be seen is not in service, and not on.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "world/agents.hpp"
#include "world/http.hpp"
#include "world/shift_rules.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_patience{1000};
constexpr int k_most_places = 16;

std::int64_t now_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

bool answers_well(const std::string& url) {
  const auto answer = send_http({"GET", url, {}, {}}, k_patience);
  return answer && answer->ok;
}

/// Nothing where there was no shift yet. A time that is none, or that is still to come, is now: of
/// that shift nobody can say that it is long ago.
std::optional<std::chrono::seconds> since(const std::string& stamp) {
  std::error_code none;
  if (!std::filesystem::exists(stamp, none) && !none) return std::nullopt;
  std::ifstream file{stamp};
  std::int64_t at = 0;
  if (!(file >> at)) return std::chrono::seconds{0};
  return std::chrono::seconds{std::max<std::int64_t>(0, now_seconds() - at)};
}

Result<void> write_stamp(const std::string& stamp) {
  std::ofstream file{stamp, std::ios::trunc};
  file << now_seconds() << "\n";
  file.flush();
  if (file.good()) return {};
  return fail(ErrorKind::failed, "note the time of the shift", stamp, "it cannot be written");
}

Result<std::string> run(const AgentCall& call) {
  const Json input = Json::parse(call.input(), nullptr, false);
  JsonReader reader{input, "the rules of a shift"};
  const std::string manager = reader.text("manager");
  ShiftScene scene;
  scene.to = reader.text("to");
  scene.at_least = reader.optional_integer("at_least");
  scene.override_rule = reader.optional_text("override").value_or("");
  const std::string stamp = reader.optional_text("stamp").value_or("");
  if (const auto least = reader.optional_integer("least_between_s")) {
    scene.least_between = std::chrono::seconds{*least};
    scene.since_last = since(stamp);
  }
  const Json health = input.is_object() ? input.value("health", Json::object()) : Json::object();
  const auto gates = reader.has("gates") ? reader.texts("gates") : std::vector<std::string>{};
  if (const auto read = reader.finish(true); !read) return tl::unexpected{read.error()};
  if (health.size() + gates.size() > k_most_places) {
    return fail(ErrorKind::bad_input, "judge a shift", manager, "more than 16 places to ask");
  }
  for (const auto& [region, url] : health.items()) {
    scene.in_service[region] = url.is_string() && answers_well(url.get<std::string>());
  }
  for (const std::string& gate : gates) scene.gates[gate] = answers_well(gate);
  if (const auto refusal = judge_shift(scene)) {
    return fail(ErrorKind::refused, "send clients to " + scene.to, manager,
                fmt::format("the rule {} forbids it: {}", refusal->rule, refusal->why),
                "a person may override it by name in the step: override = { rule, by }");
  }
  if (!stamp.empty()) {
    if (const auto noted = write_stamp(stamp); !noted) return tl::unexpected{noted.error()};
  }
  return std::string{"allowed\n"};
}

}  // namespace

const Agent k_agent_shift_guard{"shift_guard",
                                "whether the rules of a traffic manager allow a shift now", run};

}  // namespace gameday
