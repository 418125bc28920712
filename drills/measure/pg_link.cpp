// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/pg_link.hpp"

#include <libpq-fe.h>

#include <array>
#include <cstring>
#include <utility>

#include "drills/measure/fresh_socket.hpp"
#include "world/secret.hpp"

namespace gameday {

namespace {

using Connection = std::unique_ptr<PGconn, void (*)(PGconn*)>;
using PgResult = std::unique_ptr<PGresult, void (*)(PGresult*)>;

/// libpq's messages end in newlines and may have several lines; the first says it.
std::string first_line(const char* text) {
  const std::string all = text == nullptr ? "" : text;
  return all.substr(0, all.find('\n'));
}

Connection start(const PgTarget& target, const std::string& address) {
  const std::string port = std::to_string(target.at.port);
  const std::array<std::pair<const char*, const char*>, 9> options{{
      {"host", target.at.address.c_str()},
      {"hostaddr", address.c_str()},  // libpq would look the name up, and wait for it
      {"port", port.c_str()},
      {"dbname", target.dbname.c_str()},
      {"user", target.user.c_str()},
      {"password", target.password ? target.password->c_str() : nullptr},
      {"application_name", "gameday"},
      {"gssencmode", "disable"},  // Kerberos libraries wait for name servers
      {"target_session_attrs", "any"},
  }};
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : options) {
    names.push_back(name);
    values.push_back(value);
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  return {PQconnectStartParams(names.data(), values.data(), 0), PQfinish};
}

/// FATAL and PANIC end the connection: whether the statement was done before is not known.
bool says_not_done(const PGresult* result) {
  const char* const severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity != nullptr && std::strcmp(severity, "ERROR") == 0;
}

}  // namespace

/// Held by its own callbacks while they run, so that they may destroy the link.
struct PgLink::Inner : std::enable_shared_from_this<PgLink::Inner> {
  explicit Inner(SamplerLoop& on) : loop(on) {}

  void close() {
    unwatch();
    loop.cancel_alarm(std::exchange(alarm, {}));
    ready = nullptr;
    done = nullptr;
    lost = nullptr;
    connection.reset();
  }

  void unwatch() {
    if (watched >= 0) loop.unwatch(std::exchange(watched, -1));
  }

  /// The socket may be another one after each step of connecting.
  void watch(Readiness wanted, void (Inner::*then)()) {
    unwatch();
    watched = PQsocket(connection.get());
    if (watched < 0) return;
    loop.watch(watched, wanted, [self = shared_from_this(), then](Readiness) {
      if (self->connection) ((*self).*then)();
    });
  }

  void poll() {
    unwatch();
    switch (PQconnectPoll(connection.get())) {
      case PGRES_POLLING_READING: return watch({true, false}, &Inner::poll);
      case PGRES_POLLING_WRITING: return watch({false, true}, &Inner::poll);
      case PGRES_POLLING_OK: return connected();
      default: return std::exchange(ready, nullptr)(first_line(PQerrorMessage(connection.get())));
    }
  }

  void connected() {
    PQsetnonblocking(connection.get(), 1);  // else closing a full socket would wait
    watch({true, false}, &Inner::read);
    std::exchange(ready, nullptr)({});
  }

  void write() {
    const int left = PQflush(connection.get());
    watch({true, left > 0}, left > 0 ? &Inner::write : &Inner::read);
    if (left > 0) read();
  }

  void read() {
    const bool broken = PQconsumeInput(connection.get()) == 0;
    if (broken) unwatch();
    if (!done) {
      if (broken && lost) std::exchange(lost, nullptr)();
      return;
    }
    // Only the end of the whole exchange is an acknowledgement: with the extended protocol the
    // commit comes behind the statement's own result.
    while (PQisBusy(connection.get()) == 0) {
      const PgResult result(PQgetResult(connection.get()), PQclear);
      if (!result) return std::exchange(done, nullptr)(std::move(answer));
      take(result.get());
    }
    if (broken) return break_off();
  }

  /// The first error stands: what follows it is the end of the connection.
  void take(const PGresult* result) {
    if (!answer.error.empty()) return;
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
      answer.end = says_not_done(result) ? PgAnswer::End::refused : PgAnswer::End::unknown;
      answer.error = first_line(PQresultErrorMessage(result));
      return;
    }
    answer.end = PgAnswer::End::done;
    if (PQntuples(result) == 0) return;
    for (int i = 0; i < PQnfields(result); ++i) answer.cells.emplace_back(PQgetvalue(result, 0, i));
  }

  void break_off() {
    if (answer.error.empty()) {
      answer = {PgAnswer::End::unknown, {}, first_line(PQerrorMessage(connection.get()))};
    }
    std::exchange(done, nullptr)(std::move(answer));
  }

  SamplerLoop& loop;
  Connection connection{nullptr, PQfinish};
  int watched = -1;
  AlarmId alarm;
  PgAnswer answer;
  std::function<void(std::string)> ready;
  std::function<void(PgAnswer)> done;
  std::function<void()> lost;
};

PgLink::PgLink(SamplerLoop& loop) : m_inner(std::make_shared<Inner>(loop)) {}

PgLink::~PgLink() { m_inner->close(); }

void PgLink::connect(const PgTarget& target, const std::string& address,
                     std::function<void(std::string)> ready) {
  Inner& inner = *m_inner;
  inner.ready = std::move(ready);
  inner.connection = start(target, address);
  PQsetNoticeReceiver(inner.connection.get(), [](void*, const PGresult*) {}, nullptr);
  if (PQstatus(inner.connection.get()) != CONNECTION_BAD) {
    return inner.watch({false, true}, &Inner::poll);
  }
  inner.alarm = inner.loop.set_alarm(SamplerLoop::now(), [self = m_inner] {
    std::exchange(self->ready, nullptr)(first_line(PQerrorMessage(self->connection.get())));
  });
}

void PgLink::ask(const std::string& statement, const std::vector<std::string>& params,
                 std::function<void(PgAnswer)> done) {
  Inner& inner = *m_inner;
  inner.answer = {};
  inner.done = std::move(done);
  std::vector<const char*> values;
  values.reserve(params.size());
  for (const std::string& param : params) values.push_back(param.c_str());
  const int sent =
      PQsendQueryParams(inner.connection.get(), statement.c_str(), static_cast<int>(values.size()),
                        nullptr, values.data(), nullptr, nullptr, 0);
  if (sent == 1) return inner.write();
  inner.alarm = inner.loop.set_alarm(SamplerLoop::now(), [self = m_inner] { self->break_off(); });
}

void PgLink::on_lost(std::function<void()> lost) { m_inner->lost = std::move(lost); }

void PgLink::abort() {
  const int fd = PQsocket(m_inner->connection.get());
  if (fd >= 0) reset_on_close(fd);
}

Result<PgTarget> pg_target(const Database& database, Endpoint at) {
  PgTarget target{std::move(at), database.dbname, database.user, {}};
  if (database.password) {
    auto password = Secrets{}.read(*database.password);
    if (!password) return tl::unexpected(password.error());
    target.password = std::move(*password);
  }
  return target;
}

}  // namespace gameday
