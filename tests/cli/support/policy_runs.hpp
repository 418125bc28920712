// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/sample_runs.hpp"
#include "tests/fakes/stored_run.hpp"

namespace gameday {

/// A policy that fits the catalog's drill of a region that goes dark.
inline constexpr std::string_view k_sample_policy = R"toml(
[policy]
mode = "observe"
from = "region-a"
to = "region-b"
necessary = ["app"]

[policy.layer.app]
probes = { region-a = ["shop"] }

[policy.layer.db]
probes = { region-a = ["orders"] }

[policy.layer.network]
probes = { region-b = ["region-b-direct"] }
)toml";

/// A home with stored runs whose drills have a policy.
struct PolicyHome {
  /// Stores a run under a number of its own, with that text behind its drill; gives its folder.
  std::filesystem::path store(Record record, std::string_view policy = k_sample_policy) {
    record.run = "region_blackhole/20261123T10000" + std::to_string(m_count) + "Z-1a2b3c4" +
                 std::to_string(m_count);
    fakes::find_event<events::Started>(record).run_id = "1a2b3c4" + std::to_string(m_count++);
    const std::filesystem::path folder = fakes::store_run(scratch.path / "runs", record);
    const std::string drill = (folder / "drill.toml").string();
    write_file(drill, read_text(drill) + std::string{policy});
    return folder;
  }

  Scratch scratch;
  Variable home{"GAMEDAY_HOME", scratch.path.string()};

 private:
  int m_count = 0;
};

}  // namespace gameday
