// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <pwd.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "tests/world/support/scratch.hpp"
#include "world/deadline.hpp"
#include "world/dial.hpp"
#include "world/held_process.hpp"
#include "world/process.hpp"
#include "world/ssh_sockets.hpp"

namespace gameday {

/// Machines with a real sshd each: network namespaces h0, h1, ... that route between the calling
/// thread, which is moved into a network and a /run of its own, and a machine behind them.
///   here 10.99.<i>.1 -- 10.99.<i>.2 h<i> 10.98.<i>.1 -- 10.98.<i>.2 behind
/// For root. All of it is gone with the process; what goes wrong while it is made ends the process.
class SshStage {
 public:
  explicit SshStage(std::size_t hosts, bool with_behind = true)
      : m_sshd(hosts), m_behind{with_behind} {
    enter_own_world();
    make_keys();
    setenv("XDG_RUNTIME_DIR", m_scratch.folder().c_str(), 1);
    if (m_behind) ip("netns add behind\n");
    for (std::size_t i = 0; i < hosts; ++i) make_host(i);
    for (std::size_t i = 0; i < hosts; ++i) start(i);
  }
  SshStage(const SshStage&) = delete;
  SshStage& operator=(const SshStage&) = delete;
  ~SshStage() { close_ssh_connections(inventory()); }

  /// Hosts h0, h1, ... by ssh, and a region of that name behind all of them.
  [[nodiscard]] Inventory inventory() const {
    Inventory all;
    all.file = "stage.toml";
    all.environment = "test";
    Region& region = all.regions["region-a"];
    region.name = "region-a";
    region.networks = {"10.98.0.0/16"};
    for (std::size_t i = 0; i < m_sshd.size(); ++i) {
      Host host{};
      host.name = fmt::format("h{}", i);
      host.transport = "ssh";
      host.address = address(i);
      host.ssh = {.user = "root",
                  .identity = m_scratch.file("user"),
                  .known_hosts = m_scratch.file("known_hosts"),
                  .jump = "",
                  .port = 0};
      region.filtered_at.push_back(host.name);
      all.hosts[host.name] = host;
    }
    return all;
  }

  [[nodiscard]] static std::string address(std::size_t host) {
    return fmt::format("10.99.{}.2", host);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return m_scratch.file(name); }

  /// Whether packets get through the host to the machine behind it.
  [[nodiscard]] static bool passes(std::size_t host) {
    return dial(fmt::format("10.98.{}.2:9", host), std::chrono::milliseconds{300})
               .value_or(Dialled::failed) == Dialled::refused;
  }

  /// Ends a host's sshd with all of its connections.
  void stop(std::size_t host) {
    Inventory one;
    const std::string name = fmt::format("h{}", host);
    one.hosts[name] = inventory().hosts.at(name);
    close_ssh_connections(one);
    m_sshd.at(host).reset();
  }
  /// Starts it again, and waits until it listens.
  void start(std::size_t host) {
    auto started = HeldProcess::start(
        inside(fmt::format("h{}", host), {"setpriv", "--pdeathsig", "KILL", "/usr/sbin/sshd", "-D",
                                          "-e", "-f", m_scratch.file("sshd_config")}));
    if (!started) give_up(started.error().text());
    m_sshd.at(host).emplace(std::move(*started));
    const Deadline deadline{std::chrono::seconds{10}};
    const std::string where = address(host) + ":22";
    while (dial(where, std::chrono::milliseconds{500}).value_or(Dialled::failed) !=
           Dialled::connected) {
      m_sshd.at(host)->drain();
      if (deadline.passed()) give_up("sshd does not listen: " + m_sshd.at(host)->err());
    }
  }
  /// What a host's sshd has told.
  [[nodiscard]] std::string told(std::size_t host) {
    m_sshd.at(host)->drain();
    return m_sshd.at(host)->err();
  }

  /// The argv that runs a command in a namespace, past ssh.
  [[nodiscard]] static std::vector<std::string> inside(const std::string& name,
                                                       const std::vector<std::string>& argv) {
    std::vector<std::string> all{"nsenter", "--net=/run/netns/" + name, "--"};
    all.insert(all.end(), argv.begin(), argv.end());
    return all;
  }

 private:
  [[noreturn]] static void give_up(const std::string& why) {
    fmt::print(stderr, "could not set the stage: {}\n", why);
    std::_Exit(1);
  }
  static void run(const std::vector<std::string>& argv, const std::string& input = {}) {
    const auto done = run_process(argv, input, std::chrono::seconds{20});
    if (!done) give_up(done.error().text());
    if (done->status != 0) give_up(argv.front() + ": " + done->err);
  }
  static void ip(const std::string& commands, const std::string& where = {}) {
    std::vector<std::string> argv{"ip"};
    if (!where.empty()) argv.insert(argv.end(), {"-n", where});
    argv.insert(argv.end(), {"-batch", "-"});
    run(argv, commands);
  }

  static void enter_own_world() {
    if (unshare(CLONE_NEWNET | CLONE_NEWNS) != 0) give_up("only root may");
    if (mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount("tmpfs", "/run", "tmpfs", 0, "mode=0755") != 0) {
      give_up("no /run of its own");
    }
    for (const char* folder : {"/run/netns", "/run/sshd"}) mkdir(folder, 0755);
    hide_shell_settings();
    ip("link set lo up\n");
  }

  /// bash reads them for each command that sshd hands to it; here they are somebody's own.
  static void hide_shell_settings() {
    const passwd* root = getpwuid(0);
    const std::string settings = std::string{root != nullptr ? root->pw_dir : "/root"} + "/.bashrc";
    if (access(settings.c_str(), F_OK) != 0) return;
    std::ofstream{"/run/empty"};
    if (mount("/run/empty", settings.c_str(), nullptr, MS_BIND, nullptr) != 0) give_up(settings);
  }

  void make_keys() {
    for (const char* key : {"host", "user", "stranger"}) {
      run({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", key, "-f", m_scratch.file(key)});
    }
    m_scratch.write("known_hosts", "10.98.*,10.99.* " + m_scratch.read("host.pub"));
    m_scratch.write("wrong_hosts", "10.98.*,10.99.* " + m_scratch.read("stranger.pub"));
    m_scratch.write("sshd_config",
                    fmt::format("HostKey {0}/host\nAuthorizedKeysFile {0}/user.pub\n"
                                "StrictModes no\nUsePAM no\nUseDNS no\nPidFile none\n"
                                "PasswordAuthentication no\nPermitRootLogin prohibit-password\n"
                                "MaxStartups 200\nLogLevel INFO\n",
                                m_scratch.folder().string()));
  }

  void make_host(std::size_t i) const {
    const std::string name = fmt::format("h{}", i);
    ip(
        fmt::format("netns add {0}\nlink add near{1} type veth peer name near netns {0}\n"
                    "addr add 10.99.{1}.1/24 dev near{1}\nlink set near{1} up\n",
                    name, i));
    ip(fmt::format("link set lo up\naddr add 10.99.{}.2/24 dev near\nlink set near up\n", i), name);
    if (!m_behind) return;
    ip(fmt::format("link add far type veth peer name b{0} netns behind\n"
                   "addr add 10.98.{0}.1/24 dev far\nlink set far up\n",
                   i),
       name);
    ip(fmt::format("addr add 10.98.{0}.2/24 dev b{0}\nlink set b{0} up\n"
                   "route add 10.99.{0}.0/24 via 10.98.{0}.1\n",
                   i),
       "behind");
    ip(fmt::format("route add 10.98.{0}.0/24 via 10.99.{0}.2\n", i));
    run(inside(name, {"sysctl", "-q", "-w", "net.ipv4.ip_forward=1"}));
  }

  Scratch m_scratch;
  std::vector<std::optional<HeldProcess>> m_sshd;
  bool m_behind;
};

}  // namespace gameday
