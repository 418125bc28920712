// SPDX-License-Identifier: Apache-2.0
#include "world/sql_hold.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "base/json_reader.hpp"
#include "world/dial.hpp"
#include "world/endpoint.hpp"
#include "world/fd.hpp"
#include "world/sql_connection.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_poll{20};
constexpr std::chrono::milliseconds k_dial{1000};

// What would end a session, or its statement, before its time. Some are unknown to older servers.
constexpr const char* k_patience =
    "select set_config(name, '0', false) from pg_settings where name in ('statement_timeout', "
    "'transaction_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout', "
    "'client_connection_check_interval')";

// Of the slots some are kept for superusers, and from version 16 on for others by privilege.
constexpr const char* k_capacity =
    "select current_setting('max_connections')::int - "
    "current_setting('superuser_reserved_connections')::int - "
    "coalesce(current_setting('reserved_connections', true), '0')::int - "
    "(select count(*) from pg_stat_activity where backend_type = 'client backend' "
    "and pid <> pg_backend_pid()), "
    "(select rolsuper from pg_roles where rolname = current_user)";

SqlServer read_server(JsonReader& all, std::string_view password) {
  JsonReader reader{all.member("server"), "a server"};
  SqlServer server;
  server.label = reader.text("label");
  server.host = reader.text("control");
  server.port = static_cast<int>(reader.integer("port", 1, 65535));
  server.dbname = reader.text("dbname");
  server.user = reader.text("user");
  if (!password.empty()) server.password = std::string{password};
  server = all.take(reader.finish(std::move(server)));
  if (server.host.starts_with('/')) return server;
  const auto endpoint = all.take(parse_socket_endpoint(server.host, server.port));
  server.host = endpoint.address;
  server.port = endpoint.port;
  return server;
}

struct Input {
  Json json;
  std::string_view password;
};

Input split(std::string_view text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  return {Json::parse(text.substr(0, end), nullptr, false),
          text.substr(std::min(end + 1, text.size()))};
}

/// One simple query; its results are read to their end, or the first error.
Result<void> run_to_end(PGconn* connection, const SqlServer& server, const char* text,
                        const Deadline& deadline) {
  if (PQsendQuery(connection, text) == 0) {
    return fail(ErrorKind::failed, "send a statement", server.label, message_of(connection));
  }
  if (auto sent = flush_sql(connection, server, deadline); !sent) return sent;
  while (true) {
    while (PQisBusy(connection) != 0) {
      if (!wait_for_socket(connection, POLLIN, deadline)) {
        return unknown_outcome(server, "its deadline passed");
      }
      if (PQconsumeInput(connection) == 0) return unknown_outcome(server, message_of(connection));
    }
    const SqlResult result{PQgetResult(connection)};
    if (!result) return {};
    if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR) {
      return fail(ErrorKind::failed, "prepare a session", server.label, message_of(connection));
    }
  }
}

Result<SqlConnection> open_session(const SqlHold& hold, const Deadline& deadline) {
  auto session = connect_sql(hold.server, deadline);
  if (!session) return session;
  auto done = run_to_end(session->get(), hold.server, k_patience, deadline);
  if (!done) return tl::unexpected(done.error());
  if (PQsendQuery(session->get(), hold.script.c_str()) == 0) {
    return fail(ErrorKind::failed, "hold a session", hold.server.label, message_of(session->get()));
  }
  if (auto sent = flush_sql(session->get(), hold.server, deadline); !sent) {
    return tl::unexpected(sent.error());
  }
  return session;
}

/// Whether the script still waits on the server. What its first statements gave may have come.
Result<void> check_waiting(PGconn* session, const SqlHold& hold) {
  const auto ended = [&](std::string why) {
    return fail(ErrorKind::failed, "hold a session", hold.server.label, std::move(why));
  };
  if (PQconsumeInput(session) == 0) return ended(message_of(session));
  while (PQisBusy(session) == 0) {
    const SqlResult result{PQgetResult(session)};
    if (!result) return ended("its script came to its end at once");
    if (PQresultStatus(result.get()) == PGRES_FATAL_ERROR) return ended(message_of(session));
  }
  return {};
}

Result<bool> asks_true(const SqlHold& hold, const Deadline& until) {
  SqlServer server = hold.server;
  server.application = "gameday";
  const auto outcome = run_sql(server, {hold.holds}, until.left());
  if (!outcome) return tl::unexpected(outcome.error());
  if (!outcome->ok) {
    return fail(ErrorKind::failed, "look at held sessions", server.label, outcome->err);
  }
  return !outcome->rows.empty() && outcome->rows.front().front() == "t";
}

Result<void> await_hold(const SqlHold& hold, const std::vector<SqlConnection>& sessions,
                        const Deadline& until) {
  while (!until.passed()) {
    for (const SqlConnection& session : sessions) {
      if (auto waits = check_waiting(session.get(), hold); !waits) return waits;
    }
    const auto holds = asks_true(hold, until);
    if (!holds) return tl::unexpected(holds.error());
    if (*holds) return {};
    std::this_thread::sleep_for(k_poll);
  }
  return fail(ErrorKind::timeout, "hold a session", hold.server.label,
              "it does not hold before the deadline");
}

Result<int> count_sessions(const SqlHold& hold, const Deadline& until) {
  if (!hold.within_free) return hold.sessions;
  SqlServer server = hold.server;
  server.application = "gameday";
  const auto outcome = run_sql(server, {k_capacity}, until.left());
  if (!outcome) return tl::unexpected(outcome.error());
  if (!outcome->ok || outcome->rows.empty()) {
    return fail(ErrorKind::failed, "count the free slots", server.label, outcome->err);
  }
  const SqlRow& row = outcome->rows.front();
  return sessions_to_hold(hold, std::stoi(row.at(0).value_or("0")), row.at(1) == "t");
}

/// No server has this address: what it held went with it.
bool nothing_listens(const SqlServer& server) {
  if (!server.host.starts_with('/')) {
    const std::string at =
        fmt::format(fmt::runtime(server.host.find(':') == std::string::npos ? "{}:{}" : "[{}]:{}"),
                    server.host, server.port);
    const auto dialled = dial(at, k_dial);
    return dialled && *dialled == Dialled::refused;
  }
  const std::string path = fmt::format("{}/.s.PGSQL.{}", server.host, server.port);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return false;
  std::ranges::copy(path, std::begin(address.sun_path));
  const UniqueFd fd{socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  const auto* name = reinterpret_cast<const sockaddr*>(&address);
  return fd.valid() && connect(fd.get(), name, sizeof address) != 0 &&
         (errno == ENOENT || errno == ECONNREFUSED);
}

}  // namespace

Result<SqlHold> read_sql_hold(std::string_view text) {
  const Input input = split(text);
  JsonReader reader{input.json, "what is to be held"};
  SqlHold hold;
  hold.server = read_server(reader, input.password);
  hold.server.application = reader.text("application");
  hold.script = reader.text("script");
  hold.holds = reader.text("holds");
  hold.sessions = static_cast<int>(reader.integer("sessions", 1, k_most_held));
  hold.within_free = reader.boolean("within_free");
  hold.deadline = std::chrono::milliseconds{reader.integer("deadline_ms", 1, 600'000)};
  return reader.finish(std::move(hold));
}

Result<SqlQuestion> read_sql_question(std::string_view text) {
  const Input input = split(text);
  JsonReader reader{input.json, "a question"};
  SqlQuestion question;
  question.server = read_server(reader, input.password);
  question.statement = reader.text("statement");
  question.if_refused = reader.text("if_refused");
  question.deadline = std::chrono::milliseconds{reader.integer("deadline_ms", 1, 600'000)};
  return reader.finish(std::move(question));
}

Result<int> sessions_to_hold(const SqlHold& hold, int free, bool has_reserve) {
  const auto refused = [&](std::string why, std::string next) {
    return fail(ErrorKind::refused, "take the free connections", hold.server.label, std::move(why),
                std::move(next));
  };
  if (!has_reserve) {
    return refused("its user is no superuser, so that no reserved slot would be left to end it",
                   "let the inventory's user of the database be one");
  }
  if (free <= 0) return refused("no slot is free already", "see who takes them");
  return std::min(hold.sessions, free);
}

Result<int> hold_sessions(const SqlHold& hold) {
  const Deadline until{hold.deadline};
  const auto count = count_sessions(hold, until);
  if (!count) return count;
  std::vector<SqlConnection> sessions;
  while (static_cast<int>(sessions.size()) < *count) {
    auto session = open_session(hold, until);
    if (!session) return tl::unexpected(session.error());
    sessions.push_back(std::move(*session));
  }
  return await_hold(hold, sessions, until).map([&] { return *count; });
}

Result<std::string> answer_question(const SqlQuestion& question) {
  if (!question.if_refused.empty() && nothing_listens(question.server)) return question.if_refused;
  const auto outcome = run_sql(question.server, {question.statement}, question.deadline);
  if (!outcome) return tl::unexpected(outcome.error());
  if (!outcome->ok || outcome->rows.empty() || outcome->rows.front().empty()) {
    return fail(ErrorKind::failed, "ask the database", question.server.label,
                outcome->ok ? "it gave no row" : outcome->err);
  }
  return outcome->rows.front().front().value_or("");
}

}  // namespace gameday
