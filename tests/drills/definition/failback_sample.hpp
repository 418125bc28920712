// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/drills/definition/broken.hpp"

/// The sample drill with a way back.
namespace gameday::samples {

inline constexpr std::string_view k_failback = R"toml(title = "Back to region A"

[[step]]
name = "follow-a"
kind = "command"
owner = "dba"
host = "region-a.db"
run = ["touch", "${lab}/db-a/standby.signal"]

[[step]]
name = "stop-b"
kind = "command"
owner = "dba"
host = "region-b.db"
run = ["pg_ctl", "stop"]
touches_clients = true
)toml";

inline Files failback_files() {
  Files files;
  files.others["back.toml"] = std::string{k_failback};
  files.drill = with(files.drill, "[objectives]", R"toml(ends = "failed-back"

[objectives])toml");
  files.drill += R"toml(
[failback]
runbook = "back.toml"
rto = "10s"
rpo = { ledger = "0s" }
gates = [{ kind = "reachable", database = "orders" }, { kind = "reconciled", stranded = "keep" }]
)toml";
  return files;
}

/// Spoils the way back of one of its files, and gives what is told of it.
inline std::vector<Diagnostic> spoil_failback(const std::string& file, std::string_view from,
                                              std::string_view to) {
  Files files = failback_files();
  std::string& text = file == "loss.toml" ? files.drill : files.others[file];
  text = with(text, from, to);
  return load(files).problems;
}

inline void check_told(const std::vector<Diagnostic>& problems, std::string_view file,
                       std::string_view says) {
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].file == file);
  CHECK_MESSAGE(problems[0].message.find(says) != std::string::npos, problems[0].message);
  CHECK(problems[0].line > 1);
}

}  // namespace gameday::samples
