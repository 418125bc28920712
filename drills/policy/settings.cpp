// SPDX-License-Identifier: Apache-2.0
#include "drills/policy/settings.hpp"

#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <optional>

#include "base/catalog.hpp"
#include "drills/definition/check_policy.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

tl::unexpected<Error> refuse(std::string_view setting, std::string why, std::string next = {}) {
  return fail(ErrorKind::bad_input, "set", in_ticks(setting), std::move(why), std::move(next));
}

/// Each writes a value into the key that it stands for; false = it is no such value.
bool read(std::string_view text, Duration& into) {
  const Result<Duration> value = parse_duration(text);
  if (!value || *value < Duration{0} || *value > std::chrono::hours{24}) return false;
  into = *value;
  return true;
}

bool read(std::string_view text, std::int64_t& into) {
  constexpr std::int64_t k_most = 1000;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return false;
  if (value < 1 || value > k_most) return false;
  into = value;
  return true;
}

bool read_share(std::string_view text, std::int64_t& into_ppm) {
  double share = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), share);
  if (error != std::errc{} || end != text.data() + text.size()) return false;
  if (!(share >= 0 && share <= 1)) return false;
  into_ppm = std::llround(share * static_cast<double>(k_whole_ppm));
  return true;
}

bool read(std::string_view text, std::vector<std::string>& into) {
  into.clear();
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    into.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return true;
}

bool read(std::string_view text, Expected& into) {
  if (text != "shift" && text != "stay") return false;
  into = text == "stay" ? Expected::stay : Expected::shift;
  return true;
}

constexpr std::array<std::string_view, 12> k_keys{
    "hold",      "cool_down", "anti_flap", "shifts_within", "at_least",   "most_shifts",
    "necessary", "expect",    "window",    "stale_after",   "down_above", "up_below"};

/// Nothing = there is no such key here.
std::optional<bool> set_policy(PolicySpec& policy, std::string_view key, std::string_view value) {
  if (key == "hold") return read(value, policy.hold);
  if (key == "cool_down") return read(value, policy.cool_down);
  if (key == "anti_flap") return read(value, policy.anti_flap);
  if (key == "shifts_within") return read(value, policy.shifts_within);
  if (key == "at_least") return read(value, policy.at_least);
  if (key == "most_shifts") return read(value, policy.most_shifts);
  if (key == "necessary") return read(value, policy.necessary);
  if (key == "expect") return read(value, policy.expect);
  return std::nullopt;
}

std::optional<bool> set_gauge(GaugeSpec& gauge, std::string_view key, std::string_view value) {
  if (key == "window") return read(value, gauge.window) && gauge.window > Duration{0};
  if (key == "stale_after") return read(value, gauge.stale_after);
  if (key == "down_above") return read_share(value, gauge.down_above_ppm);
  if (key == "up_below") return read_share(value, gauge.up_below_ppm);
  return std::nullopt;
}

/// Every layer and veto, or those of one name. Nothing = no such key, or no such name.
std::optional<bool> set_gauges(PolicySpec& policy, std::string_view only, std::string_view key,
                               std::string_view value) {
  std::optional<bool> done;
  for (auto* group : {&policy.layers, &policy.vetoes}) {
    for (auto& [name, gauge] : *group) {
      if (!only.empty() && name != only) continue;
      done = set_gauge(gauge, key, value);
      if (!done.value_or(false)) return done;
    }
  }
  return done;
}

}  // namespace

Result<void> set_threshold(PolicySpec& policy, std::string_view setting) {
  const std::size_t equals = setting.find('=');
  if (equals == std::string_view::npos) {
    return refuse(setting, "there is no value", "write --set hold=1s");
  }
  std::string_view key = setting.substr(0, equals);
  const std::string_view value = setting.substr(equals + 1);
  std::string_view only;
  if (const std::size_t dot = key.find('.'); dot != std::string_view::npos) {
    only = key.substr(0, dot);
    key = key.substr(dot + 1);
  }
  std::optional<bool> done;
  if (only.empty()) done = set_policy(policy, key, value);
  if (!done) done = set_gauges(policy, only, key, value);
  if (!done) return refuse(setting, "the policy has nothing of that name", suggest(key, k_keys));
  if (!*done)
    return refuse(setting, "that is no value for it", "for instance hold=1s, window=500ms");
  return {};
}

Result<PolicySpec> with_settings(PolicySpec policy, const Drill& drill,
                                 const std::vector<std::string>& settings) {
  for (const std::string& setting : settings) {
    if (auto done = set_threshold(policy, setting); !done) return tl::unexpected(done.error());
  }
  const std::vector<PolicyFlaw> flaws = find_policy_flaws(drill, policy);
  if (flaws.empty()) return policy;
  return fail(
      ErrorKind::bad_input, "use the policy", "drill " + in_ticks(drill.name),
      fmt::format("[policy] {}: {}", fmt::join(flaws.front().path, "."), flaws.front().message),
      flaws.front().hint);
}

}  // namespace gameday
