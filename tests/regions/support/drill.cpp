// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/drill.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

using Clock = std::chrono::steady_clock;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  REQUIRE_MESSAGE(stream.good(), file.string());
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<std::string> run_arguments(const Lab& lab, const std::string& drill) {
  return {"run", drill, "--lab", lab.name(), "--yes"};
}

}  // namespace

Home::Home() {
  std::string name = "/var/tmp/gameday-drill-XXXXXX";
  REQUIRE(mkdtemp(name.data()) != nullptr);
  m_folder = name;
  setenv("GAMEDAY_HOME", (m_folder / "home").c_str(), 1);
  setenv("GAMEDAY_LIVE", (m_folder / "live").c_str(), 1);
  const std::string catalogs = (source_folder() / "drills/catalog").string() + ":" +
                               (source_folder() / "runbooks/catalog").string();
  setenv("GAMEDAY_CATALOG", catalogs.c_str(), 1);
}

Home::~Home() {
  unsetenv("GAMEDAY_HOME");
  unsetenv("GAMEDAY_LIVE");
  unsetenv("GAMEDAY_CATALOG");
  std::error_code ignored;
  std::filesystem::remove_all(m_folder, ignored);
}

std::filesystem::path Home::run_of(const std::string& drill) const {
  const std::filesystem::path runs = m_folder / "home" / "runs" / drill;
  REQUIRE(std::filesystem::is_directory(runs));
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(runs)) found.push_back(entry);
  REQUIRE(found.size() == 1);
  return found.front();
}

std::string Home::write(const std::string& name, const std::string& text) const {
  const std::filesystem::path file = m_folder / name;
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

std::string catalog_text(const std::string& file,
                         const std::vector<std::pair<std::string, std::string>>& replaced) {
  std::string text = text_of(source_folder() / file);
  for (const auto& [piece, by] : replaced) {
    const std::size_t at = text.find(piece);
    REQUIRE_MESSAGE(at != std::string::npos, piece);
    text.replace(at, piece.size(), by);
  }
  return text;
}

ProcessOutcome run_drill_in(const Lab& lab, const std::string& drill,
                            const std::vector<std::string>& more) {
  std::vector<std::string> arguments = run_arguments(lab, drill);
  arguments.insert(arguments.end(), more.begin(), more.end());
  return gameday(arguments);
}

DrillUnderWay::DrillUnderWay(const Lab& lab, const std::string& drill) {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  std::vector<std::string> arguments = run_arguments(lab, drill);
  arguments.insert(arguments.begin(), gameday_binary());
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  REQUIRE(posix_spawn(&m_pid, argv.front(), &actions, nullptr, argv.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  m_output = ends[0];
}

DrillUnderWay::~DrillUnderWay() {
  if (!m_reaped) {
    kill(m_pid, SIGKILL);
    waitpid(m_pid, nullptr, 0);
  }
  close(m_output);
}

bool DrillUnderWay::read_more(int patience_ms) {
  pollfd waiting{m_output, POLLIN, 0};
  if (poll(&waiting, 1, patience_ms) <= 0) return true;
  std::array<char, 4096> buffer{};
  const ssize_t got = read(m_output, buffer.data(), buffer.size());
  if (got > 0) m_told.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0;
}

bool DrillUnderWay::tells(const std::string& piece, std::chrono::milliseconds patience) {
  constexpr int k_look_ms = 50;
  const auto until = Clock::now() + patience;
  while (m_told.find(piece) == std::string::npos) {
    if (Clock::now() >= until || !read_more(k_look_ms)) {
      MESSAGE("it told: " << m_told);
      return false;
    }
  }
  return true;
}

void DrillUnderWay::signal(int number) const { kill(m_pid, number); }

int DrillUnderWay::ended(std::chrono::milliseconds patience) {
  constexpr int k_look_ms = 20;
  const auto until = Clock::now() + patience;
  while (!m_reaped && Clock::now() < until) {
    read_more(k_look_ms);
    m_reaped = waitpid(m_pid, &m_status, WNOHANG) == m_pid;
  }
  if (!m_reaped) return -1;
  while (read_more(0) && m_told.size() < k_outcome_cap) {
    pollfd waiting{m_output, POLLIN, 0};
    if (poll(&waiting, 1, 0) <= 0) break;
  }
  return WIFEXITED(m_status) ? WEXITSTATUS(m_status) : 128 + WTERMSIG(m_status);
}

Json scorecard_of(const std::filesystem::path& run_folder) {
  return Json::parse(text_of(run_folder / "scorecard.json"));
}

Json member_where(const Json& array, const std::string& field, const std::string& value) {
  for (const Json& member : array) {
    if (member.contains(field) && member.at(field) == value) return member;
  }
  FAIL("no member whose " << field << " is " << value << " in " << array.dump());
  return {};
}

bool router_is_clean(const Lab& lab) {
  const std::string tables = lab.on("router", {"nft", "list", "tables"}).out;
  const std::string rules = lab.on("router", {"iptables-save"}).out;
  return tables.find("gameday") == std::string::npos && rules.find("GAMEDAY") == std::string::npos;
}

}  // namespace gameday::regions
