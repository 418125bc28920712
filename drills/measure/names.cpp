// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/names.hpp"

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>

namespace gameday {

namespace {

constexpr int k_timeout_ms = 500;
constexpr int k_tries = 2;
/// How often c-ares is asked whether one of its questions has waited too long.
constexpr Duration k_look_at_timeouts = std::chrono::milliseconds{100};

class CaresNames final : public Names {
 public:
  explicit CaresNames(SamplerLoop& loop) : m_loop(loop) {}
  ~CaresNames() override {
    m_loop.cancel_alarm(m_alarm);
    if (m_channel != nullptr) ares_destroy(m_channel);
  }

  Result<void> open(const std::string& server) {
    static std::once_flag once;
    std::call_once(once, [] { ares_library_init(ARES_LIB_INIT_ALL); });
    std::array lookups{'b', '\0'};  // name servers only, never /etc/hosts
    ares_options options{};
    options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES;
    options.timeout = k_timeout_ms;
    options.tries = k_tries;
    options.lookups = lookups.data();
    options.sock_state_cb = [](void* self, ares_socket_t fd, int read, int write) {
      static_cast<CaresNames*>(self)->watch(fd, {read != 0, write != 0});
    };
    options.sock_state_cb_data = this;
    int status = ares_init_options(&m_channel, &options,
                                   ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
                                       ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB);
    if (status == ARES_SUCCESS) status = ares_set_servers_ports_csv(m_channel, server.c_str());
    if (status != ARES_SUCCESS) {
      return fail(ErrorKind::failed, "use the resolver", server, ares_strerror(status));
    }
    return {};
  }

  void look_up(const std::string& name, Answer done) override {
    ask(std::make_unique<Question>(Question{this, name, std::move(done), AF_INET}));
    await_timeouts();
  }

 private:
  struct Question {
    CaresNames* names;
    std::string name;
    Answer done;
    int family;
  };

  void ask(std::unique_ptr<Question> question) {
    ares_addrinfo_hints hints{};
    hints.ai_family = question->family;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = ARES_AI_NOSORT;
    ++m_open;
    Question* const asking = question.release();  // c-ares hands it back with the answer
    ares_getaddrinfo(
        m_channel, asking->name.c_str(), nullptr, &hints,
        [](void* about, int status, int, ares_addrinfo* found) {
          std::unique_ptr<Question> asked(static_cast<Question*>(about));
          const std::unique_ptr<ares_addrinfo, void (*)(ares_addrinfo*)> owned(found,
                                                                               ares_freeaddrinfo);
          asked->names->answered(std::move(asked), status, found);
        },
        asking);
  }

  void answered(std::unique_ptr<Question> question, int status, const ares_addrinfo* found) {
    --m_open;
    if (status == ARES_EDESTRUCTION || status == ARES_ECANCELLED) return;
    const bool none = status == ARES_ENODATA || (status == ARES_SUCCESS && !first_found(found));
    if (none && question->family == AF_INET) {
      question->family = AF_INET6;
      return ask(std::move(question));
    }
    if (none || status == ARES_ENOTFOUND) {
      return question->done(
          fail(ErrorKind::absent, "look up", question->name, "the resolver knows no such name"));
    }
    if (status != ARES_SUCCESS) {
      return question->done(
          fail(ErrorKind::failed, "look up", question->name, ares_strerror(status)));
    }
    question->done(*first_found(found));
  }

  static std::optional<FoundAddress> first_found(const ares_addrinfo* found) {
    for (const auto* node = found->nodes; node != nullptr; node = node->ai_next) {
      std::array<char, NI_MAXHOST> text{};
      if (getnameinfo(node->ai_addr, node->ai_addrlen, text.data(), text.size(), nullptr, 0,
                      NI_NUMERICHOST) == 0) {
        return FoundAddress{text.data(), shortest_ttl(*found, *node)};
      }
    }
    return std::nullopt;
  }

  /// A cache may keep an answer no longer than any record of it, aliases included.
  static Duration shortest_ttl(const ares_addrinfo& found, const ares_addrinfo_node& node) {
    int seconds = node.ai_ttl;
    for (const auto* alias = found.cnames; alias != nullptr; alias = alias->next) {
      seconds = std::min(seconds, alias->ttl);
    }
    return std::chrono::seconds{std::max(seconds, 0)};
  }

  void watch(ares_socket_t fd, Readiness wanted) {
    if (!wanted.read && !wanted.write) return m_loop.unwatch(fd);
    m_loop.watch(fd, wanted, [this, fd](Readiness ready) {
      ares_process_fd(m_channel, ready.read ? fd : ARES_SOCKET_BAD,
                      ready.write ? fd : ARES_SOCKET_BAD);
    });
  }

  void await_timeouts() {
    if (m_open == 0 || m_alarm.number != 0) return;
    m_alarm = m_loop.set_alarm(SamplerLoop::now() + k_look_at_timeouts, [this] {
      m_alarm = {};
      ares_process_fd(m_channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
      await_timeouts();
    });
  }

  SamplerLoop& m_loop;
  ares_channel m_channel = nullptr;
  int m_open = 0;
  AlarmId m_alarm;
};

}  // namespace

Result<std::unique_ptr<Names>> Names::make(SamplerLoop& loop, const std::string& server) {
  const auto endpoint = parse_endpoint(server);
  if (!endpoint) return tl::unexpected(endpoint.error());
  if (!is_address(endpoint->address)) {
    return fail(ErrorKind::bad_input, "use the resolver", server, "it is not an address");
  }
  auto names = std::make_unique<CaresNames>(loop);
  if (auto opened = names->open(server); !opened) return tl::unexpected(opened.error());
  return names;
}

bool is_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> parsed{};
  return inet_pton(AF_INET, text.c_str(), parsed.data()) == 1 ||
         inet_pton(AF_INET6, text.c_str(), parsed.data()) == 1;
}

void find_address(SamplerLoop& loop, const Endpoint& endpoint,
                  std::function<void(Result<std::string>, Duration)> done) {
  if (is_address(endpoint.address)) return done(endpoint.address, Duration::zero());
  const Instant asked = SamplerLoop::now();
  loop.names()->look_up(endpoint.address,
                        [asked, done = std::move(done)](const Result<FoundAddress>& found) {
                          done(found.map(&FoundAddress::address), SamplerLoop::now() - asked);
                        });
}

Result<void> check_resolvable(SamplerLoop& loop, const Endpoint& endpoint) {
  if (is_address(endpoint.address) || loop.names() != nullptr) return {};
  return fail(ErrorKind::bad_input, "look up", endpoint.address, "the inventory has no resolver",
              "name a resolver in the inventory, or use an address");
}

}  // namespace gameday
