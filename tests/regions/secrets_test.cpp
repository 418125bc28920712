// SPDX-License-Identifier: Apache-2.0
// What was handed over as a secret is used, and stands nowhere: not in what is printed, not in the
// record or the reports, not in a note on a host, not in a command line or an environment.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "drills/record/disk.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/secret_watch.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

// The first part of each is looked for; the rest is what quoting and escaping change.
constexpr std::string_view k_in_file = "canaryInFile7f3a9";
constexpr std::string_view k_in_variable = "canaryInVariable5e1c4";
constexpr std::string_view k_rest = R"( "x"\y'z$)";

/// An API that is careless with what it is told: every answer of it, good or bad, repeats the
/// headers of the request.
constexpr std::string_view k_careless_api = R"python(
import http.server, json
state = {"by": ""}
class Api(http.server.BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        known = self.headers.get("X-Token", "").startswith("canaryInFile") and \
            self.headers.get("Authorization", "").startswith("canaryInVariable")
        if known and self.command == "PUT":
            state["by"] = body
        if known and self.command == "DELETE":
            state["by"] = ""
        good = known and self.path == "/flag"
        said = json.dumps({"state": state, "headers": dict(self.headers)}).encode()
        self.send_response(200 if good else 500)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)
    do_GET = do_PUT = do_DELETE = answer
    def log_message(self, *args):
        pass
http.server.HTTPServer(("10.77.0.12", 8090), Api).serve_forever()
)python";

/// Two faults and three instruments that need secrets of both sorts.
constexpr std::string_view k_drill = R"toml(drill = "secrets"
title = "Things that need secrets"
inventory = "ours.toml"
stable_for = "1s"
settle = "500ms"
[objectives]
rto = "2s"
rpo = {{ ledger = "0s" }}
[[probe]]
name = "db"
kind = "postgres"
layer = "db"
database = "orders"
every = "50ms"
timeout = "500ms"
[[probe]]
name = "jobs"
kind = "queue"
layer = "queue"
queue = "jobs"
max_backlog = 100
max_age = "10s"
every = "100ms"
timeout = "500ms"
judge = false
[[ledger]]
name = "orders"
class = "ledger"
kind = "postgres"
database = "orders"
every = "50ms"
[[fault]]
kind = "db_stall"
database = "orders"
on = "region-a.db"
how = "lock"
table = "orders"
after = "1s"
lasts = "4s"
[[fault]]
kind = "http_api"
host = "balancer"
accept_no_deadman = true
apply = {{ method = "PUT", url = "{api}/{path}", body = "${{run}}", headers = {headers} }}
verify = {{ url = "{api}/flag", headers = {headers} }}
in_force = {{ status = 200, contains = "${{run}}" }}
gone = {{ status = 200, without = "${{run}}" }}
revert = {{ method = "DELETE", url = "{api}/flag", headers = {headers} }}
after = "2s"
lasts = "4s"
)toml";

/// A lab whose databases, queue and API ask gameday for secrets, and a home that refers to them.
struct Guarded {
  Guarded() {
    std::ofstream{secret_file} << k_in_file << k_rest << "\n";
    setenv("GAMEDAY_TEST_SECRET", (std::string{k_in_variable} + std::string{k_rest}).c_str(), 1);
    ask_for_passwords();
    serve_api();
    (void)home.write(
        "ours.toml",
        catalog_text("drills/catalog/lab.toml",
                     {{R"(user = "postgres")",
                       "user = \"rehearsal\"\npassword = { env = \"GAMEDAY_TEST_SECRET\" }"},
                      {R"(stream = "jobs")",
                       fmt::format("user = \"rehearsal\"\npassword = {{ file = \"{}\" }}\nstream = "
                                   "\"jobs\"",
                                   secret_file)}}));
  }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;
  ~Guarded() { unsetenv("GAMEDAY_TEST_SECRET"); }

  void ask_for_passwords() const {
    for (const std::string side : {"a", "b"}) {
      const auto file = lab.folder() / ("db-" + side) / "data" / "pg_hba.conf";
      const std::string before = read_file(file).value();
      std::ofstream{file} << "local all rehearsal scram-sha-256\n"
                          << "host all rehearsal all scram-sha-256\n"
                          << before;
      (void)lab.sql(side, "select pg_reload_conf()");
    }
    (void)lab.sql("a", fmt::format("create role rehearsal superuser login password $it${}{}$it$",
                                   k_in_variable, k_rest));
    const auto told = lab.on("queue-a",
                             {"redis-cli", "-s", lab.folder() / "queue-a.sock", "-x", "ACL",
                              "SETUSER", "rehearsal", "on", "~*", "+@all"},
                             fmt::format(">{}{}", k_in_file, k_rest));
    REQUIRE_MESSAGE(told.out == "OK\n", told.out);
  }

  /// Ends with the lab, as all that runs in it.
  void serve_api() const {
    const std::string file = home.write("api.py", std::string{k_careless_api});
    REQUIRE(lab.on("balancer",
                   {"start-stop-daemon", "--start", "--background", "--make-pidfile", "--pidfile",
                    file + ".pid", "--startas", "/usr/bin/python3", "--", file})
                .status == 0);
    REQUIRE(eventually(
        [&] {
          return lab.on("balancer", {"curl", "--silent", "http://10.77.0.12:8090/"}).status == 0;
        },
        10s));
  }

  /// The drill; `path` is what of the API its fault is applied by.
  [[nodiscard]] std::string drill(const std::string& path) const {
    const std::string headers = fmt::format(
        R"({{ Authorization = {{ env = "GAMEDAY_TEST_SECRET" }}, X-Token = {{ file = "{}" }} }})",
        secret_file);
    return home.write("secrets.toml",
                      fmt::format(k_drill, fmt::arg("api", "http://10.77.0.12:8090"),
                                  fmt::arg("path", path), fmt::arg("headers", headers)));
  }

  Lab lab{"secrets", {"--with", "redis"}};
  Home home;
  std::string secret_file = home.folder() / "the.secret";
};

bool tells_secret(const std::string& text) {
  return text.find(k_in_file) != text.npos || text.find(k_in_variable) != text.npos;
}

/// Every file below the home that tells a secret, but for the one that holds it.
std::vector<std::string> telling_files(const Guarded& guarded) {
  std::vector<std::string> telling;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(guarded.home.folder())) {
    if (!entry.is_regular_file() || entry.path() == guarded.secret_file) continue;
    if (entry.path().filename() == "journal.secret") continue;
    if (tells_secret(read_file(entry.path()).value())) telling.push_back(entry.path());
  }
  return telling;
}

void check_printed(const std::vector<std::string>& arguments) {
  CAPTURE(arguments.front());
  const ProcessOutcome told = gameday(arguments);
  CHECK(!(told.out + told.err).empty());
  CHECK_FALSE(tells_secret(told.out + told.err));
}

/// What the faults left on their hosts so that others can lift them.
std::string notes(const Lab& lab) {
  std::string all;
  for (const char* host : {"balancer", "db-a"}) {
    all += lab.on(host, {"grep", "-rs", "", "/run/gameday"}).out;
  }
  return all + lab.on("db-a", {"grep", "-rs", "", lab.folder() / "db-a" / "gameday"}).out;
}

}  // namespace

TEST_CASE("a secret is used by a whole run, and stands nowhere") {
  const Guarded guarded;
  SecretWatch watch{{std::string{k_in_file}}, {std::string{k_in_variable}}};
  const std::string drill = guarded.drill("flag");
  DrillUnderWay run{guarded.lab, drill};
  CHECK(run.tells("http_api", 20s));
  std::string noted;
  CHECK(eventually([&] { return (noted = notes(guarded.lab)).find("X-Token") != noted.npos; }, 5s));
  CHECK_FALSE(tells_secret(noted));
  const int status = run.ended();
  INFO(run.told());
  CHECK_FALSE(tells_secret(run.told()));
  const auto folder = guarded.home.run_of("secrets");
  const Json card = scorecard_of(folder);
  for (const Json& fault : card.at("faults")) CHECK(fault.at("proof") == "confirmed");
  CHECK(member_where(card.at("objectives"), "name", "rpo").at("acknowledged").get<int>() > 10);
  CHECK(member_where(card.at("probes"), "name", "jobs").at("bad") == 0);
  CHECK((status == 0 || status == 2));

  for (const char* exporter : {"text", "json", "html", "junit"}) {
    check_printed({"export", folder, "--to", exporter});
  }
  check_printed({"score", folder});
  check_printed({"plan", drill, "--lab", guarded.lab.name()});
  check_printed({"plan", drill, "--lab", guarded.lab.name(), "--format", "json"});
  check_printed({"validate", drill});
  check_printed({"status"});
  check_printed({"recover"});
  CHECK(telling_files(guarded) == std::vector<std::string>{});

  CHECK(watch.stop() == std::set<std::string>{});
  // It did see those that had one in their hands.
  for (const char* agent : {"agent http", "agent sql_hold", " keeper "}) {
    CAPTURE(agent);
    CHECK(std::ranges::any_of(watch.seen(), [&](const std::string& seen) {
      return seen.find(agent) != std::string::npos;
    }));
  }
}

TEST_CASE("a secret that others repeat in what they refuse stands nowhere either") {
  const Guarded guarded;
  const std::string drill = guarded.drill("no-such-flag");
  const ProcessOutcome refused = run_drill_in(guarded.lab, drill);
  CHECK(refused.status != 0);
  CHECK((refused.out + refused.err).find("500") != std::string::npos);
  CHECK_FALSE(tells_secret(refused.out + refused.err));

  setenv("GAMEDAY_TEST_SECRET", (std::string{k_in_variable} + "wrong").c_str(), 1);
  const ProcessOutcome stopped = run_drill_in(guarded.lab, drill);
  CHECK(stopped.status == 5);
  CHECK_FALSE(tells_secret(stopped.out + stopped.err));
  CHECK(telling_files(guarded) == std::vector<std::string>{});
}

}  // namespace gameday::regions
