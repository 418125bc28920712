// SPDX-License-Identifier: Apache-2.0
// Runs a command on another machine by the system's OpenSSH: host keys always checked, no agent, no
// forwarding, nobody asked, one shared connection per host unless a new one is asked for. The other
// end hands the command to the account's login shell, which must be a POSIX one: the words are
// quoted for it. ssh itself exits with 255 where it could not get there, or was cut off.
#include <fmt/format.h>

#include "world/quote_posix.hpp"
#include "world/ssh_sockets.hpp"
#include "world/ssh_stops.hpp"
#include "world/transports.hpp"

namespace gameday {
namespace {

using Words = std::vector<std::string>;

constexpr int k_unreachable = 255;

/// Messages that we read are in English, and what administrators run is found, whatever the
/// account's own settings; ssh hands over neither.
constexpr std::string_view k_there =
    "LC_ALL=C.UTF-8 PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin exec ";

/// Whatever the operator's own configuration says otherwise.
constexpr std::string_view k_always[] = {
    "IgnoreUnknown=KnownHostsCommand",  // of 8.5
    "BatchMode=yes",
    "StrictHostKeyChecking=yes",
    "NoHostAuthenticationForLocalhost=no",
    "VerifyHostKeyDNS=no",
    "UpdateHostKeys=no",
    "ForwardAgent=no",
    "ForwardX11=no",
    "ClearAllForwardings=yes",
    "PermitLocalCommand=no",
    "RemoteCommand=none",
    "RequestTTY=no",
    "EscapeChar=none",
    "LogLevel=ERROR",
    "ConnectTimeout=5",
    "ConnectionAttempts=1",
    "ServerAliveInterval=3",
    "ServerAliveCountMax=2",
};

tl::unexpected<Error> bad(const Host& host, const std::string& why) {
  return fail(ErrorKind::bad_input, "reach the host", host.name, why);
}

/// A path, if there is one, that does not depend on the folder in which we happen to be. ssh
/// replaces %x and ${X} in it; the first can be written twice, the second cannot be kept.
bool is_path(const std::string& path) {
  const bool is_rooted = path.empty() || path.starts_with('/') || path.starts_with("~/");
  return is_rooted && path.find_first_of("\"\\\n\r\t") == std::string::npos &&
         path.find("${") == std::string::npos;
}

std::string percent_doubled(std::string_view text) {
  std::string doubled;
  for (const char c : text) doubled.append(c == '%' ? 2 : 1, c);
  return doubled;
}

void add_path(Words& words, std::string_view option, const std::string& path) {
  words.insert(words.end(), {"-o", fmt::format("{}=\"{}\"", option, percent_doubled(path))});
}

/// ssh and its options up to the host at `last`. Jump hosts are gone through by a proxy command of
/// ours instead of -J, because ssh would not hand our options on to them.
Words ssh_to(const std::vector<SshStop>& stops, std::size_t last, const std::string& folder) {
  const auto& [address, way] = stops[last];
  Words words{"ssh", "-T"};
  for (const std::string_view option : k_always) {
    words.insert(words.end(), {"-o", std::string{option}});
  }
  if (way.shared) {
    words.insert(words.end(), {"-o", "ControlMaster=auto", "-o",
                               fmt::format("ControlPersist={}", k_ssh_persist)});
    add_path(words, "ControlPath", folder + "/" + ssh_socket_name(way, address));
  } else {
    words.insert(words.end(), {"-o", "ControlMaster=no", "-o", "ControlPath=none"});
  }
  if (!way.known_hosts.empty()) {
    add_path(words, "UserKnownHostsFile", way.known_hosts);
    words.insert(words.end(),
                 {"-o", "GlobalKnownHostsFile=/dev/null", "-o", "KnownHostsCommand=none"});
  }
  if (!way.identity.empty()) {
    add_path(words, "IdentityFile", way.identity);
    words.insert(words.end(), {"-o", "IdentitiesOnly=yes"});
  }
  if (way.port != 0) words.insert(words.end(), {"-p", fmt::format("{}", way.port)});
  if (!way.user.empty()) words.insert(words.end(), {"-l", way.user});
  if (last > 0) {
    std::string proxy;
    for (const std::string& word : ssh_to(stops, last - 1, folder)) {
      proxy += percent_doubled(quote_posix(word)) + " ";
    }
    proxy += fmt::format("-W '[%h]:%p' -- {}", quote_posix(stops[last - 1].address));
    words.insert(words.end(), {"-o", "ProxyCommand=" + proxy});
  }
  return words;
}

Result<Words> wrap(const Inventory&, const Host& host, Words argv) {
  if (auto fits = without_gameday(host, argv); !fits) return tl::unexpected(fits.error());
  const auto line = quote_posix(argv);
  if (!line) return tl::unexpected(line.error());
  const auto stops = ssh_stops(host);
  if (!stops) return tl::unexpected(stops.error());
  const auto folder = ssh_socket_folder();
  if (!folder) return tl::unexpected(folder.error());
  for (const std::string* path : {&host.ssh.identity, &host.ssh.known_hosts, &*folder}) {
    if (!is_path(*path)) return bad(host, fmt::format("ssh needs a whole path, not {}", *path));
  }
  Words words = ssh_to(*stops, stops->size() - 1, *folder);
  words.insert(words.end(), {"--", stops->back().address, std::string{k_there} + *line});
  return words;
}

bool unreachable(int status, std::string_view) { return status == k_unreachable; }

}  // namespace

const Transport k_transport_ssh{"ssh", "on another machine, by the system's OpenSSH", wrap,
                                unreachable, true};

}  // namespace gameday
