// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/kube_api.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "drills/record/disk.hpp"
#include "tests/regions/support/lab.hpp"
#include "tests/regions/support/paths.hpp"
#include "world/spawn.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

/// A port of 127.0.0.1 that nobody listens at now; neither server can be handed a socket.
int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(socket, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  ::close(socket);
  return ntohs(address.sin_port);
}

void run(const std::vector<std::string>& argv) {
  const auto done = run_process(argv, "", 10s);
  REQUIRE(done);
  REQUIRE_MESSAGE(done->status == 0, done->err);
}

std::string kubeconfig(int port, const std::string& user) {
  return fmt::format(
      "apiVersion: v1\nkind: Config\ncurrent-context: test\n"
      "clusters:\n- name: test\n  cluster:\n    server: https://127.0.0.1:{}\n"
      "    insecure-skip-tls-verify: true\n"
      "users:\n- name: {}\n  user:\n    token: token-of-{}\n"
      "contexts:\n- name: test\n  context:\n    cluster: test\n    user: {}\n",
      port, user, user, user);
}

}  // namespace

KubeApi::KubeApi() {
  std::string folder = "/var/tmp/gameday-kube-XXXXXX";
  REQUIRE(mkdtemp(folder.data()) != nullptr);
  m_folder = folder;
  m_etcd_port = free_port();
  m_peer_port = free_port();
  m_port = free_port();
  setenv("KUBECACHEDIR", (m_folder / "cache").c_str(), 1);
  write_files();
  start_etcd();
  start_api();
  const bool ready =
      eventually([&] { return try_kubectl({"get", "--raw", "/readyz"}).status == 0; }, 40s);
  REQUIRE_MESSAGE(ready, read_file(m_folder / "kube-apiserver.log").value_or(""));
}

KubeApi::~KubeApi() {
  while (!m_servers.empty()) {
    kill(m_servers.back(), SIGKILL);
    waitpid(m_servers.back(), nullptr, 0);
    m_servers.pop_back();
  }
  unsetenv("KUBECACHEDIR");
  std::error_code ignored;
  std::filesystem::remove_all(m_folder, ignored);
}

void KubeApi::write_files() const {
  run({"ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-f",
       m_folder / "accounts"});
  std::ofstream tokens{m_folder / "tokens"};
  tokens << "token-of-admin,admin,1,\"system:masters\"\n";
  for (const std::string user : {"drill", "reader"}) {
    tokens << fmt::format("token-of-{},{},{}\n", user, user, user);
  }
  for (const std::string user : {"admin", "drill", "reader"}) {
    std::ofstream{m_folder / user} << kubeconfig(m_port, user);
  }
}

pid_t KubeApi::start(const std::string& name, std::vector<std::string> argv) const {
  // A test that is killed takes them along.
  argv.insert(argv.begin(), {"setpriv", "--pdeathsig", "KILL", "--"});
  const auto program = resolve_program(argv.front());
  REQUIRE(program);
  std::vector<char*> words;
  for (std::string& word : argv) words.push_back(word.data());
  words.push_back(nullptr);
  const std::string log = m_folder / (name + ".log");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_t pid = -1;
  const int failed = posix_spawn(&pid, program->c_str(), &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  REQUIRE(failed == 0);
  return pid;
}

void KubeApi::start_etcd() {
  const std::string clients = fmt::format("http://127.0.0.1:{}", m_etcd_port);
  const std::string peers = fmt::format("http://127.0.0.1:{}", m_peer_port);
  m_servers.push_back(start(
      "etcd", {"etcd", "--data-dir", m_folder / "etcd", "--listen-client-urls", clients,
               "--advertise-client-urls", clients, "--listen-peer-urls", peers,
               "--initial-advertise-peer-urls", peers, "--initial-cluster", "default=" + peers}));
}

void KubeApi::start_api() {
  const std::string program = source_folder() / "build-tools/kube-apiserver";
  REQUIRE_MESSAGE(std::filesystem::exists(program), "tools/setup-tests brings ", program);
  m_servers.push_back(start(
      "kube-apiserver", {program, fmt::format("--etcd-servers=http://127.0.0.1:{}", m_etcd_port),
                         "--bind-address=127.0.0.1", fmt::format("--secure-port={}", m_port),
                         "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
                         "--cert-dir=" + (m_folder / "certificates").string(),
                         "--token-auth-file=" + (m_folder / "tokens").string(),
                         "--authorization-mode=RBAC", "--service-cluster-ip-range=198.18.0.0/24",
                         "--service-account-issuer=https://kubernetes.default.svc",
                         "--service-account-key-file=" + (m_folder / "accounts").string(),
                         "--service-account-signing-key-file=" + (m_folder / "accounts").string(),
                         "--disable-admission-plugins=ServiceAccount"}));
}

Cluster KubeApi::cluster(const std::string& user) const {
  return {.name = "shop", .kubeconfig = m_folder / user, .context = "test"};
}

ProcessOutcome KubeApi::try_kubectl(std::vector<std::string> words,
                                    const std::string& input) const {
  words.insert(words.begin(), {"kubectl", "--kubeconfig", m_folder / "admin"});
  const auto done = run_process(words, input, 15s);
  REQUIRE(done);
  return *done;
}

std::string KubeApi::kubectl(std::vector<std::string> words, const std::string& input) const {
  ProcessOutcome done = try_kubectl(std::move(words), input);
  REQUIRE_MESSAGE(done.status == 0, done.err);
  return done.out;
}

std::string KubeApi::look() const {
  return kubectl(
      {"get", "networkpolicies,networkchaos,namespaces,pods", "--all-namespaces", "--output=json"});
}

}  // namespace gameday::regions
