// SPDX-License-Identifier: Apache-2.0
#include "world/ssh_sockets.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "base/sha256.hpp"
#include "world/process.hpp"
#include "world/ssh_stops.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_name = 16;
/// sun_path has 108 bytes with the NUL; "/", the name, and "." with 16 letters of ssh's.
constexpr std::size_t k_longest_folder = 107 - 1 - k_name - 17;
constexpr std::chrono::milliseconds k_close_deadline{2000};

/// Made, or there already as a folder of ours that nobody else can get into.
Result<void> own_folder(const std::string& folder) {
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return fail_errno("make the folder of ssh's sockets", folder, errno);
  }
  struct stat about{};
  if (lstat(folder.c_str(), &about) != 0) {
    return fail_errno("look at the folder of ssh's sockets", folder, errno);
  }
  if (S_ISDIR(about.st_mode) && about.st_uid == geteuid() && (about.st_mode & 022) == 0) return {};
  return fail(ErrorKind::failed, "use the folder of ssh's sockets", folder,
              "it is not a folder that only we can write to", "remove it");
}

Result<std::string> private_folder(const std::string& folder) {
  if (auto own = own_folder(folder); !own) return tl::unexpected(own.error());
  if (chmod(folder.c_str(), 0700) != 0) return fail_errno("close to others", folder, errno);
  return folder;
}

/// The socket alone says which connection is meant; the name behind it is not looked at.
void close(const std::string& socket) {
  std::error_code ignored;
  if (!std::filesystem::exists(socket, ignored)) return;
  (void)run_process({"ssh", "-F", "none", "-S", socket, "-O", "stop", "--", "host"}, "",
                    k_close_deadline);
}

std::string network_namespace() {
  std::error_code ignored;
  return std::filesystem::read_symlink("/proc/thread-self/ns/net", ignored);
}

}  // namespace

Result<std::string> ssh_socket_folder() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  std::error_code ignored;
  if (runtime != nullptr && std::filesystem::is_directory(runtime, ignored)) {
    const std::string folder = std::string{runtime} + "/gameday-ssh";
    if (folder.size() <= k_longest_folder) return private_folder(folder);
  }
  const std::string parent = fmt::format("/var/tmp/gameday-{}", geteuid());
  if (auto own = own_folder(parent); !own) return tl::unexpected(own.error());
  return private_folder(parent + "/ssh");
}

std::string ssh_socket_name(const SshWay& way, const std::string& address) {
  const std::string all = fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", way.user, address, way.port,
                                      way.identity, way.known_hosts, way.jump, network_namespace());
  return sha256_hex(all).substr(0, k_name);
}

void close_ssh_connections(const Inventory& inventory) {
  const auto folder = ssh_socket_folder();
  if (!folder) return;
  for (const auto& [name, host] : inventory.hosts) {
    if (host.transport != "ssh") continue;
    auto stops = ssh_stops(host).value_or(std::vector<SshStop>{});
    std::ranges::reverse(stops);  // a jump host's connection carries those behind it
    for (const auto& [address, way] : stops) close(*folder + "/" + ssh_socket_name(way, address));
  }
}

}  // namespace gameday
