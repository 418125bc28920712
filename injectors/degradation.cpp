// SPDX-License-Identifier: Apache-2.0
#include "injectors/degradation.hpp"

#include <charconv>
#include <fmt/format.h>

#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::int64_t k_kilo = 1000;
constexpr std::int64_t k_mega = 1'000'000;
constexpr std::int64_t k_giga = 1'000'000'000;
constexpr std::int64_t k_least_rate = 8 * k_kilo;
constexpr std::int64_t k_most_rate = 100 * k_giga;
constexpr std::chrono::milliseconds k_least_delay{2};
constexpr std::chrono::seconds k_most_delay{10};
constexpr double k_least_share = 0.01;
constexpr double k_whole = 100;

struct Share {
  const char* name;
  double Degradation::* value;
};
constexpr Share k_shares[] = {{"loss", &Degradation::loss},
                              {"duplicate", &Degradation::duplicate},
                              {"reorder", &Degradation::reorder},
                              {"corrupt", &Degradation::corrupt}};

std::string rate_text(std::int64_t rate) {
  if (rate % k_giga == 0) return fmt::format("{}gbit", rate / k_giga);
  if (rate % k_mega == 0) return fmt::format("{}mbit", rate / k_mega);
  return fmt::format("{}kbit", rate / k_kilo);
}

/// A share may be written as a whole number, too.
double share_of(const Params& params, const char* name) { return params.get<double>(name, 0); }

/// What is wrong with it; empty = nothing.
std::string flaw_of(const Degradation& read, const Params& params) {
  if (read == Degradation{}) return "nothing is to be worse";
  if (params.has("delay") && (read.delay < k_least_delay || read.delay > k_most_delay)) {
    return "`delay` is from 2ms to 10s";
  }
  if (read.jitter < Duration{} || read.jitter > read.delay / 2) {
    return "`jitter` is at most half of `delay`";
  }
  for (const Share& share : k_shares) {
    const double value = read.*share.value;
    if (params.has(share.name) && (value < k_least_share || value > k_whole)) {
      return fmt::format("`{}` is from 0.01 to 100 per cent", share.name);
    }
  }
  if (read.reorder > 0 && read.delay == Duration{}) {
    return "`reorder` needs a `delay`, which the packets that overtake do not have";
  }
  if (params.has("rate") && read.rate == 0) {
    return "`rate` is from 8kbit to 100gbit, for instance \"10mbit\"";
  }
  return {};
}

}  // namespace

std::int64_t parse_rate(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || number <= 0 || number > k_most_rate / k_kilo) return 0;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  std::int64_t scale = 0;
  if (unit == "kbit") scale = k_kilo;
  if (unit == "mbit") scale = k_mega;
  if (unit == "gbit") scale = k_giga;
  if (scale == 0 || number > k_most_rate / scale) return 0;
  const std::int64_t rate = number * scale;
  return rate < k_least_rate ? 0 : rate;
}

Result<Degradation> read_degradation(const Params& params, const FaultScope& scope) {
  Degradation read;
  read.delay = params.get<Duration>("delay");
  read.jitter = params.get<Duration>("jitter");
  for (const Share& share : k_shares) read.*share.value = share_of(params, share.name);
  read.rate = parse_rate(params.get<std::string>("rate"));
  if (std::string flaw = flaw_of(read, params); !flaw.empty()) {
    return cannot_plan(
        scope, std::move(flaw),
        "give one or more of delay, jitter, loss, duplicate, reorder, corrupt, rate");
  }
  return read;
}

std::string describe(const Degradation& degradation) {
  std::string text;
  const auto add = [&](std::string piece) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", piece);
  };
  if (degradation.delay > Duration{}) add("delay " + format_duration(degradation.delay));
  if (degradation.jitter > Duration{}) add("jitter " + format_duration(degradation.jitter));
  for (const Share& share : k_shares) {
    const double value = degradation.*share.value;
    if (value > 0) add(fmt::format("{} {} %", share.name, value));
  }
  if (degradation.rate > 0) add("rate " + rate_text(degradation.rate));
  return text;
}

}  // namespace gameday
