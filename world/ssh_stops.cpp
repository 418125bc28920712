// SPDX-License-Identifier: Apache-2.0
#include "world/ssh_stops.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace gameday {
namespace {

constexpr std::size_t k_most_jumps = 8;

tl::unexpected<Error> bad(const Host& host, const std::string& why) {
  return fail(ErrorKind::bad_input, "reach the host", host.name, why);
}

/// "[user@]host[:port]", with an IPv6 address in brackets. Keys are those of the host behind it.
Result<SshStop> read_jump(std::string_view text, const Host& host) {
  SshStop stop{.address = {}, .way = {}};
  stop.way.identity = host.ssh.identity;
  stop.way.known_hosts = host.ssh.known_hosts;
  stop.way.shared = host.ssh.shared;
  std::string_view rest = text;
  if (const auto at = rest.rfind('@'); at != rest.npos) {
    stop.way.user = rest.substr(0, at);
    rest.remove_prefix(at + 1);
  }
  std::string_view port;
  if (rest.starts_with('[') && rest.find(']') != rest.npos) {
    const auto end = rest.find(']');
    port = rest.substr(end + 1);
    rest = rest.substr(1, end - 1);
  } else if (rest.find(':') == rest.rfind(':') && rest.find(':') != rest.npos) {
    port = rest.substr(rest.find(':'));
    rest = rest.substr(0, rest.find(':'));
  }
  stop.address = rest;
  if (!port.empty()) {
    const auto [end, error] =
        std::from_chars(port.data() + 1, port.data() + port.size(), stop.way.port);
    const bool is_whole = error == std::errc{} && end == port.data() + port.size();
    if (!port.starts_with(':') || !is_whole || stop.way.port < 1 || stop.way.port > 65535) {
      return bad(host, fmt::format("{} is no jump host", text));
    }
  }
  if (stop.address.empty()) return bad(host, fmt::format("{} is no jump host", text));
  return stop;
}

}  // namespace

Result<std::vector<SshStop>> ssh_stops(const Host& host) {
  std::vector<SshStop> stops;
  const std::string_view jumps = host.ssh.jump;
  for (std::size_t at = 0; at < jumps.size();) {
    const std::size_t end = std::min(jumps.find(',', at), jumps.size());
    auto stop = read_jump(jumps.substr(at, end - at), host);
    if (!stop) return tl::unexpected(stop.error());
    stop->way.jump = jumps.substr(0, at);
    stops.push_back(std::move(*stop));
    at = end + 1;
    if (stops.size() > k_most_jumps) return bad(host, "it has too many jump hosts");
  }
  stops.push_back({host.address.empty() ? host.name : host.address, host.ssh});
  for (const SshStop& stop : stops) {
    for (const std::string* word : {&stop.address, &stop.way.user}) {
      if (word->starts_with('-') || word->find_first_of(" \t\n\r'\"\\`$;&|<>(){}") != word->npos) {
        return bad(host, fmt::format("{} is no name of a machine or an account", *word));
      }
    }
  }
  return stops;
}

}  // namespace gameday
