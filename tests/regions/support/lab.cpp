// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/lab.hpp"

#include <doctest/doctest.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr auto k_deadline = 60s;

std::vector<std::string> joined(std::vector<std::string> words,
                                const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

ProcessOutcome run(const std::vector<std::string>& argv, std::string_view input) {
  auto outcome = run_process(argv, input, k_deadline);
  REQUIRE_MESSAGE(outcome.has_value(), (outcome ? "" : outcome.error().text()));
  return std::move(*outcome);
}

/// Where tools/setup-tests has built it, for labs that are raised with it.
void name_toxiproxy() {
  const auto program = source_folder() / "build-tools" / "toxiproxy-server";
  if (std::filesystem::exists(program)) setenv("GAMEDAY_TOXIPROXY", program.c_str(), 0);
}

}  // namespace

Lab::Lab(std::string_view topic, const std::vector<std::string>& options)
    : m_name{fmt::format("t-{}", topic)} {
  name_toxiproxy();
  REQUIRE(gameday({"lab", "down", "--name", m_name}).status == 0);
  const auto up = gameday(joined({"lab", "up", "--name", m_name}, options));
  REQUIRE_MESSAGE(up.status == 0, up.err);
}

Lab::~Lab() { CHECK(gameday({"lab", "down", "--name", m_name}).status == 0); }

std::filesystem::path Lab::folder() const {
  return fmt::format("/var/tmp/gameday-{}/{}", getuid(), m_name);
}

Json Lab::status() const {
  const auto told = gameday({"lab", "status", "--name", m_name, "--format", "json"});
  REQUIRE_MESSAGE(told.status == 0, told.err);
  return Json::parse(told.out).at(0);
}

int Lab::supervisor() const { return status().at("supervisor_pid").get<int>(); }

std::vector<std::string> Lab::argv_on(std::string_view host,
                                      const std::vector<std::string>& argv) const {
  return joined({gameday_binary().string(), "enter", m_name, std::string{host}, "--"}, argv);
}

ProcessOutcome Lab::on(std::string_view host, const std::vector<std::string>& argv,
                       std::string_view input) const {
  return run(argv_on(host, argv), input);
}

std::string Lab::sql(std::string_view side, const std::string& statement) const {
  const std::string where =
      fmt::format("host={}/sock-{} port=5432 dbname=shop user=postgres connect_timeout=5",
                  folder().string(), side);
  const std::unique_ptr<PGconn, decltype(&PQfinish)> database{PQconnectdb(where.c_str()),
                                                              &PQfinish};
  REQUIRE_MESSAGE(PQstatus(database.get()) == CONNECTION_OK, PQerrorMessage(database.get()));
  const std::unique_ptr<PGresult, decltype(&PQclear)> answer{
      PQexec(database.get(), statement.c_str()), &PQclear};
  const ExecStatusType status = PQresultStatus(answer.get());
  REQUIRE_MESSAGE((status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK),
                  PQerrorMessage(database.get()));
  return PQntuples(answer.get()) == 0 ? std::string{} : PQgetvalue(answer.get(), 0, 0);
}

ProcessOutcome gameday(const std::vector<std::string>& arguments, std::string_view input) {
  return run(joined({gameday_binary().string()}, arguments), input);
}

}  // namespace gameday::regions
