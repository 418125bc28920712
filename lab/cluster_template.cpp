// SPDX-License-Identifier: Apache-2.0
#include "lab/cluster_template.hpp"

#include <unistd.h>

#include <cstdint>
#include <fstream>

#include <fmt/format.h>

#include "lab/launch.hpp"
#include "lab/lifeline.hpp"
#include "lab/mirror.hpp"
#include "lab/shop/schema.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::chrono::milliseconds k_step_deadline{20'000};
constexpr std::string_view k_prefix = "template-15-";
constexpr std::string_view k_database = "shop";
constexpr std::string_view k_include = "include = '../region.conf'\n";

std::vector<std::string> initdb_argv(const std::filesystem::path& data) {
  return {fmt::format("{}/initdb", k_postgres_programs),
          "--pgdata=" + data.string(),
          "--username=postgres",
          "--auth=trust",
          "--encoding=UTF8",
          "--locale=C.UTF-8",
          "--wal-segsize=1",
          "--no-sync"};
}

std::string host_access() {
  std::string text;
  for (const std::string_view network : {k_ipv4_all, k_ipv6_all}) {
    text += fmt::format("host all all {0} trust\nhost replication all {0} trust\n", network);
  }
  return text;
}

// FNV-1a: stable over machines and builds, which std::hash is not.
std::uint32_t digest(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

std::string boot_id() {
  std::ifstream stream{"/proc/sys/kernel/random/boot_id"};
  std::string id;
  std::getline(stream, id);
  return id;
}

Result<void> append(const std::filesystem::path& file, std::string_view text) {
  std::ofstream stream{file, std::ios::app};
  stream << text;
  stream.close();
  if (!stream) return fail(ErrorKind::failed, "add to", file.string(), "it cannot be written");
  return {};
}

/// Runs statements in a server that serves nobody else: one a line, on its standard input.
Result<void> run_alone(const Site& site, const std::filesystem::path& workshop,
                       std::string_view database, std::string_view statements) {
  const auto input = workshop / "statements.sql";
  if (auto done = write_server_file(site, input, statements); !done) return done;
  return run(Launch{.argv = {fmt::format("{}/postgres", k_postgres_programs), "--single", "-F",
                             "-D", workshop / "data", std::string{database}},
                    .log = workshop / "log",
                    .account = site.account,
                    .input = input},
             k_step_deadline);
}

Result<void> fill(const Site& site, const std::filesystem::path& workshop) {
  const auto data = workshop / "data";
  const Launch initdb{.argv = initdb_argv(data), .log = workshop / "log", .account = site.account};
  if (auto done = run(initdb, k_step_deadline); !done) return done;
  auto done =
      run_alone(site, workshop, "postgres", fmt::format("create database {}\n", k_database));
  if (!done) return done;
  if (done = run_alone(site, workshop, k_database, shop::k_schema); !done) return done;
  if (done = append(data / "pg_hba.conf", host_access()); !done) return done;
  return append(data / "postgresql.conf", k_include);
}

/// One of an earlier boot or version is written over, any other is removed.
std::filesystem::path make_room(const Site& site) {
  const auto draft = site.base / ".template";
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator{site.base, problem}) {
    if (!entry.path().filename().string().starts_with(k_prefix)) continue;
    std::filesystem::rename(entry.path(), draft, problem);
    if (problem) std::filesystem::remove_all(entry.path(), problem);
  }
  return draft;
}

/// Made in memory, brought to disk beside its place and put there at once: what lies there is
/// whole.
Result<void> make_template(const Site& site) {
  const std::filesystem::path workshop = "/run/cluster";
  if (auto made = make_server_folder(site, workshop); !made) return made;
  if (auto done = fill(site, workshop); !done) return done;
  const auto draft = make_room(site);
  if (auto done = mirror(workshop / "data", draft); !done) return done;
  std::error_code problem;
  std::filesystem::remove_all(workshop, problem);
  std::filesystem::rename(draft, site.base / template_name(), problem);
  if (problem) {
    return fail(ErrorKind::failed, "put the cold cluster in place", draft.string(),
                problem.message());
  }
  return {};
}

Result<void> copy_to_all(const Site& site, const std::vector<std::filesystem::path>& to) {
  for (const auto& target : to) {
    take_spare(site.base, target);
    if (auto done = mirror(site.base / template_name(), target); !done) return done;
  }
  return {};
}

}  // namespace

// Nothing of it is synced, so it is believed only until the next boot.
std::string template_name() {
  std::string content = host_access() + std::string{k_include} + std::string{shop::k_schema};
  for (const std::string& word : initdb_argv("data")) content += word;
  return fmt::format("{}{:08x}", k_prefix, digest(content + boot_id()));
}

Result<void> copy_cluster(const Site& site, const std::vector<std::filesystem::path>& to,
                          std::chrono::milliseconds deadline) {
  const auto lock_file = site.base / ".template.lock";
  const auto present = [&site] { return std::filesystem::exists(site.base / template_name()); };
  if (!present()) {
    const auto making = take_lock(lock_file, Lock::exclusive, deadline);
    if (!making) return tl::unexpected{making.error()};
    if (!present()) {
      if (auto made = make_template(site); !made) return made;
    }
  }
  const auto reading = take_lock(lock_file, Lock::shared, deadline);
  if (!reading) return tl::unexpected{reading.error()};
  return copy_to_all(site, to);
}

}  // namespace gameday::lab
