// SPDX-License-Identifier: Apache-2.0
#include "world/perform.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "base/overloaded.hpp"
#include "world/deadline.hpp"
#include "world/exchange.hpp"
#include "world/file_write.hpp"
#include "world/http.hpp"
#include "world/http_agent.hpp"
#include "world/netfilter.hpp"
#include "world/process.hpp"
#include "world/redis_node.hpp"
#include "world/secret.hpp"
#include "world/signal.hpp"
#include "world/sql_node.hpp"

namespace gameday {
namespace {

/// What one action is performed with.
struct Bench {
  const Inventory& inventory;
  const std::string& self;
  const HostRef& host;
  Deadline deadline;
  Secrets secrets = {};
};

Result<std::vector<std::string>> reveal_argv(const std::vector<Arg>& args, Secrets& secrets) {
  std::vector<std::string> argv;
  for (const Arg& arg : args) {
    if (std::holds_alternative<SecretRef>(arg)) {
      return fail(ErrorKind::bad_input, "run a command", "",
                  "a secret on a command line can be read by everybody on the host",
                  "hand it over by standard input or a file");
    }
    auto text = secrets.reveal(arg);
    if (!text) return tl::unexpected(text.error());
    argv.push_back(std::move(*text));
  }
  return argv;
}

Outcome to_outcome(ProcessOutcome&& ended) {
  Outcome outcome{ended.status == 0, ended.status, std::move(ended.out), std::move(ended.err), {}};
  if (ended.signal != 0) outcome.err += fmt::format("killed by signal {}\n", ended.signal);
  return outcome;
}

/// On another machine a command is not ended with our end of it: coreutils' timeout ends it there,
/// so that nothing takes effect once we have given it up.
std::vector<std::string> bounded(std::vector<std::string> argv, const Bench& bench) {
  if (!is_elsewhere(bench.inventory, bench.host)) return argv;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(bench.deadline.left()).count();
  argv.insert(argv.begin(),
              {"timeout", "-k", "1", fmt::format("{}", std::max<std::int64_t>(1, seconds))});
  return argv;
}

/// Runs argv on the host. Not getting there is an error, any status of the command is not.
Result<Outcome> run_there(std::vector<std::string> argv, std::string_view input, Bench& bench) {
  const std::string told = join_argv(argv);
  const auto wrapped =
      host_argv(bench.inventory, bench.host, bounded(std::move(argv), bench), bench.self);
  if (!wrapped) return tl::unexpected(wrapped.error());
  auto ended = run_process(*wrapped, input, bench.deadline.left());
  if (!ended) return tl::unexpected(ended.error());
  if (is_unreachable(bench.inventory, bench.host, ended->status, ended->err)) {
    while (ended->err.ends_with('\n')) ended->err.pop_back();
    return fail(ErrorKind::failed, "run " + told, bench.host.name, ended->err);
  }
  return to_outcome(std::move(*ended));
}

Result<Outcome> run_exec(const Exec& exec, Bench& bench) {
  auto argv = reveal_argv(exec.argv, bench.secrets);
  if (!argv) return tl::unexpected(argv.error());
  const auto input = bench.secrets.reveal(exec.stdin_text);
  if (!input) return tl::unexpected(input.error());
  if (!exec.anew) return run_there(std::move(*argv), *input, bench);
  Inventory anew = bench.inventory;
  for (auto& [name, host] : anew.hosts) host.ssh.shared = false;
  Bench alone{anew, bench.self, bench.host, bench.deadline, {}};
  return run_there(std::move(*argv), *input, alone);
}

/// From a host of a lab, by an agent there. What went wrong there may have been sent.
Result<Outcome> request_there(const HttpRequest& request, Bench& bench) {
  const auto argv =
      host_argv(bench.inventory, bench.host, {"@gameday", "agent", "http"}, bench.self);
  if (!argv) return tl::unexpected(argv.error());
  const auto left = bench.deadline.left();
  const auto ended = run_process(*argv, write_request(request, left), left);
  if (!ended) return tl::unexpected(ended.error());
  if (ended->status == 0) return read_http_answer(ended->out);
  return fail(ErrorKind::timeout, "ask " + request.url, bench.host.name, ended->err);
}

Result<Outcome> request_http(const Http& http, Bench& bench) {
  HttpRequest request{http.method, http.url, {}, {}};
  for (const auto& [name, value] : http.headers) {
    auto text = bench.secrets.reveal(value);
    if (!text) return tl::unexpected(text.error());
    request.headers.emplace_back(name, std::move(*text));
  }
  auto body = bench.secrets.reveal(http.body);
  if (!body) return tl::unexpected(body.error());
  request.body = std::move(*body);
  const auto here = is_this_machine(bench.inventory, bench.host);
  if (!here) return tl::unexpected(here.error());
  return *here ? send_http(request, bench.deadline.left()) : request_there(request, bench);
}

Result<Outcome> query(const Sql& sql, Bench& bench) {
  const auto database = bench.inventory.databases.find(sql.database);
  if (database == bench.inventory.databases.end()) {
    return fail(ErrorKind::failed, "reach the database", sql.database,
                "the inventory does not have it");
  }
  std::string node = sql.node;
  if (node.empty()) {
    // Half of the time, so that a node that hangs leaves some for the statement itself.
    auto found = find_writable_node(bench.inventory, database->second, bench.deadline.left() / 2);
    if (!found) return tl::unexpected(found.error());
    node = std::move(*found);
  }
  const auto server = sql_server(bench.inventory, database->second, node, bench.secrets);
  if (!server) return tl::unexpected(server.error());
  SqlStatement statement{sql.statement, {}};
  for (const Arg& param : sql.params) {
    auto text = bench.secrets.reveal(param);
    if (!text) return tl::unexpected(text.error());
    statement.params.push_back(std::move(*text));
  }
  if (database->second.kind != "redis") return run_sql(*server, statement, bench.deadline.left());
  std::vector<std::string> words{statement.text};
  std::ranges::move(statement.params, std::back_inserter(words));
  return run_redis(*server, words, bench.deadline.left());
}

/// On another machine all of it is one transaction of one nft that ends with it.
Result<Outcome> filter(const Netfilter& netfilter, Bench& bench) {
  if (is_elsewhere(bench.inventory, bench.host)) {
    return run_there({"nft", "-f", "-"}, netfilter_script(netfilter.transactions), bench);
  }
  auto argv = host_argv(bench.inventory, bench.host, {"nft", "-i"}, bench.self);
  if (!argv) return tl::unexpected(argv.error());
  return run_netfilter_once(std::move(*argv), netfilter.transactions, bench.deadline.left());
}

/// A lab's processes have other numbers inside than outside: a signal from here would hit a
/// stranger.
Result<void> only_here(const Bench& bench, const char* what) {
  const auto here = is_this_machine(bench.inventory, bench.host);
  if (!here) return tl::unexpected(here.error());
  if (*here) return {};
  return fail(ErrorKind::failed, what, bench.host.name, "that is done only on this machine itself",
              "use a command that runs on that host");
}

Result<Outcome> write(const FileWrite& file, Bench& bench) {
  if (auto here = only_here(bench, "write a file"); !here) return tl::unexpected(here.error());
  if (!file.content) return remove_file(file.path);
  const auto content = bench.secrets.reveal(*file.content);
  if (!content) return tl::unexpected(content.error());
  return write_file(file.path, *content, file.mode);
}

Result<Outcome> signal(const Signal& signal, Bench& bench) {
  if (auto here = only_here(bench, "send a signal"); !here) return tl::unexpected(here.error());
  return send_signal(signal);
}

Result<Outcome> talk(const Exchange& lines, Bench& bench) {
  std::string text;
  for (const Text& line : lines.lines) {
    const auto revealed = bench.secrets.reveal(line);
    if (!revealed) return tl::unexpected(revealed.error());
    text += *revealed + "\n";
  }
  return exchange(lines.socket_path, text, bench.deadline.left());
}

Result<Outcome> hide(Result<Outcome> result, const Secrets& secrets) {
  if (result) {
    result->out = secrets.hide(std::move(result->out));
    result->err = secrets.hide(std::move(result->err));
  } else {
    result.error().why = secrets.hide(std::move(result.error().why));
    result.error().what = secrets.hide(std::move(result.error().what));
  }
  return result;
}

}  // namespace

RealPerformer::RealPerformer(Inventory inventory, std::string self)
    : m_inventory(std::move(inventory)), m_self(std::move(self)) {}

Result<Outcome> RealPerformer::perform(const Action& action) {
  Bench bench{m_inventory, m_self, action.host, Deadline{action.deadline}};
  Result<Outcome> result =
      std::visit(Overloaded{[&](const Exec& what) { return run_exec(what, bench); },
                            [&](const Http& what) { return request_http(what, bench); },
                            [&](const Sql& what) { return query(what, bench); },
                            [&](const Netfilter& what) { return filter(what, bench); },
                            [&](const FileWrite& what) { return write(what, bench); },
                            [&](const Signal& what) { return signal(what, bench); },
                            [&](const Exchange& what) { return talk(what, bench); }},
                 action.what);
  return hide(std::move(result), bench.secrets);
}

}  // namespace gameday
