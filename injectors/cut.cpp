// SPDX-License-Identifier: Apache-2.0
#include "injectors/cut.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/network.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_longest_fault = 40;      // nftables keeps comments of 128 bytes
constexpr std::size_t k_longest_interface = 15;  // IFNAMSIZ without its end

bool is_plain(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/// No wildcards ("*" in nftables, "+" in iptables), no quotes, nothing that could end a rule.
bool is_interface(std::string_view name) {
  return !name.empty() && name.size() <= k_longest_interface && name.front() != '-' &&
         std::ranges::all_of(name, [](char c) { return is_plain(c) || c == '@' || c == ':'; });
}

tl::unexpected<Error> cannot_cut(const CutSpec& spec, std::string why) {
  return fail(ErrorKind::bad_input, "plan the cut " + spec.fault, spec.host.name, std::move(why));
}

/// The word behind "name=" in a tag.
std::string_view word_of(std::string_view tag, std::string_view name) {
  const std::size_t at = tag.find(fmt::format(" {}=", name));
  if (at == tag.npos) return {};
  const std::string_view rest = tag.substr(at + name.size() + 2);
  const auto end = std::ranges::find_if_not(rest, is_plain);
  return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
}

}  // namespace

Result<CutTargets> read_targets(const CutSpec& spec) {
  if (!is_run_id(spec.run_id)) return cannot_cut(spec, "the run id is not eight hex digits");
  if (!spec.cut_in && !spec.cut_out) return cannot_cut(spec, "neither direction is to be cut");
  if (spec.expires_after <= Duration{})
    return cannot_cut(spec, "it has no time after which it ends");
  std::vector<Network> networks;
  for (const std::string& text : spec.networks) {
    const auto network = parse_network(text);
    if (!network) return tl::unexpected{network.error()};
    networks.push_back(*network);
  }
  CutTargets targets;
  for (const Network& network : merge_networks(std::move(networks))) {
    (network.v6 ? targets.v6 : targets.v4).push_back(to_string(network));
  }
  for (const std::string& name : std::set(spec.interfaces.begin(), spec.interfaces.end())) {
    if (!is_interface(name)) return cannot_cut(spec, fmt::format("\"{}\" is no interface", name));
    targets.interfaces.push_back(name);
  }
  if (targets.v4.empty() && targets.v6.empty() && targets.interfaces.empty()) {
    return cannot_cut(spec, "the region has neither networks nor interfaces");
  }
  return targets;
}

CutTag tag_of(const CutSpec& spec) {
  std::string fault = spec.fault.substr(0, k_longest_fault);
  std::ranges::replace_if(fault, [](char c) { return !is_plain(c); }, '_');
  return {spec.run_id, std::move(fault), format_duration(spec.expires_after), spec.fence_first};
}

std::string to_string(const CutTag& tag) {
  return fmt::format("gameday run={} fault={} lasts={}{}", tag.run_id, tag.fault, tag.lasts,
                     tag.fence_first ? " fence=first" : "");
}

std::optional<CutTag> find_tag(std::string_view text) {
  const std::size_t at = text.find("gameday run=");
  if (at == text.npos) return std::nullopt;
  const std::string_view line = text.substr(at, text.substr(at).find_first_of("\"\n"));
  CutTag tag{std::string{word_of(line, "run")}, std::string{word_of(line, "fault")},
             std::string{word_of(line, "lasts")}, word_of(line, "fence") == "first"};
  if (!is_run_id(tag.run_id) || !line.starts_with(to_string(tag))) return std::nullopt;
  return tag;
}

std::string describe(const CutTag& tag) {
  return fmt::format("run {}, fault {}{}", tag.run_id, tag.fault,
                     tag.fence_first ? "; the old primary must be fenced first" : "");
}

bool is_run_id(std::string_view text) {
  return text.size() == 8 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace gameday
