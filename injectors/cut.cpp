// SPDX-License-Identifier: Apache-2.0
#include "injectors/cut.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <set>

#include "base/network.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_longest_fault = 64;      // nftables keeps comments of 128 bytes
constexpr std::size_t k_longest_interface = 15;  // IFNAMSIZ without its end
constexpr int k_last_port = 65'535;

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

/// Parted by IP version, canonical, without those that lie within another one.
Result<void> read_networks(const std::vector<std::string>& texts, std::vector<std::string>& v4,
                           std::vector<std::string>& v6) {
  std::vector<Network> networks;
  for (const std::string& text : texts) {
    const auto network = parse_network(text);
    if (!network) return tl::unexpected{network.error()};
    networks.push_back(*network);
  }
  for (const Network& network : merge_networks(std::move(networks))) {
    (network.v6 ? v6 : v4).push_back(to_string(network));
  }
  return {};
}

Result<void> read_interfaces(const CutSpec& spec, const std::vector<std::string>& names,
                             std::vector<std::string>& into) {
  for (const std::string& name : std::set(names.begin(), names.end())) {
    if (!is_interface(name)) return cannot_cut(spec, fmt::format("\"{}\" is no interface", name));
    into.push_back(name);
  }
  return {};
}

Result<void> read_ports(const CutSpec& spec, std::vector<PortMatch>& into) {
  std::set<PortMatch> ports;
  for (const std::string& text : spec.ports) {
    const auto read = read_port(text);
    if (read.empty()) {
      return cannot_cut(spec, fmt::format("\"{}\" is no port, such as \"tcp/5432\"", text));
    }
    ports.insert(read.begin(), read.end());
  }
  into.assign(ports.begin(), ports.end());
  return {};
}

/// Whether there is a pair, of one IP version or of interfaces, to cut between.
bool meets_peers(const CutSpec& spec, const CutTargets& targets) {
  if (spec.peers.empty() && spec.peer_interfaces.empty()) return true;
  return (!targets.v4.empty() && !targets.peers_v4.empty()) ||
         (!targets.v6.empty() && !targets.peers_v6.empty()) ||
         (!targets.interfaces.empty() && !targets.peer_interfaces.empty());
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

std::vector<PortMatch> read_port(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view protocol = slash == text.npos ? "" : text.substr(0, slash);
  const std::string_view digits = slash == text.npos ? text : text.substr(slash + 1);
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  const bool whole = error == std::errc{} && end == digits.data() + digits.size();
  if (!whole || port < 1 || port > k_last_port) return {};
  if (slash == text.npos) return {{"tcp", port}, {"udp", port}};
  if (protocol != "tcp" && protocol != "udp") return {};
  return {{std::string{protocol}, port}};
}

std::string mark_of(std::string_view fault) {
  // FNV-1a, folded to 24 bits.
  std::uint32_t sum = 2166136261U;
  for (const char c : fault) sum = (sum ^ static_cast<unsigned char>(c)) * 16777619U;
  return fmt::format("{:06x}", (sum ^ (sum >> 24U)) & 0xffffffU);
}

std::string nft_table(const CutTag& tag) {
  return fmt::format("inet gameday_{}_{}", tag.run_id, mark_of(tag.fault));
}

Result<CutTargets> read_targets(const CutSpec& spec) {
  if (!is_run_id(spec.run_id)) return cannot_cut(spec, "the run id is not eight hex digits");
  if (!spec.cut_in && !spec.cut_out) return cannot_cut(spec, "neither direction is to be cut");
  if (spec.expires_after <= Duration{})
    return cannot_cut(spec, "it has no time after which it ends");
  if (spec.lose <= 0 || spec.lose > k_lose_all) return cannot_cut(spec, "it would lose nothing");
  CutTargets targets;
  for (const auto& read : {read_networks(spec.networks, targets.v4, targets.v6),
                           read_networks(spec.peers, targets.peers_v4, targets.peers_v6),
                           read_interfaces(spec, spec.interfaces, targets.interfaces),
                           read_interfaces(spec, spec.peer_interfaces, targets.peer_interfaces),
                           read_ports(spec, targets.ports)}) {
    if (!read) return tl::unexpected{read.error()};
  }
  if (targets.v4.empty() && targets.v6.empty() && targets.interfaces.empty()) {
    return cannot_cut(spec, "the region has neither networks nor interfaces");
  }
  if (!meets_peers(spec, targets)) {
    return cannot_cut(spec, "the two sides have no addresses of one IP version");
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

std::string describe(const CutSpec& spec, const CutTargets& targets) {
  std::string text = spec.lose == k_lose_all ? std::string{"cut "}
                                             : fmt::format("lose {} % of the packets of ",
                                                           spec.lose * 100.0 / k_lose_all);
  text += fmt::format("{} networks and {} interfaces", targets.v4.size() + targets.v6.size(),
                      targets.interfaces.size());
  const std::size_t peers = targets.peers_v4.size() + targets.peers_v6.size();
  if (peers + targets.peer_interfaces.size() > 0) {
    text +=
        fmt::format(" from {} networks and {} interfaces", peers, targets.peer_interfaces.size());
  }
  for (const PortMatch& match : targets.ports) {
    text += fmt::format("{} {}/{}", &match == targets.ports.data() ? " on ports" : ",",
                        match.protocol, match.port);
  }
  if (spec.cut_in != spec.cut_out) text += spec.cut_in ? ", towards them" : ", away from them";
  return text;
}

std::string describe(const CutTag& tag) {
  return fmt::format("run {}, fault {}{}", tag.run_id, tag.fault,
                     tag.fence_first ? "; the old primary must be fenced first" : "");
}

bool is_run_id(std::string_view text) {
  return text.size() == 8 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace gameday
