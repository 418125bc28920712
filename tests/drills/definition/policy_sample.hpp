// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/drills/definition/samples.hpp"

/// The sample drill with a policy that is sound, to be spoilt by tests.
namespace gameday::samples {

inline constexpr std::string_view k_policy = R"toml(
[policy]
mode = "observe"
from = "region-a"
to = "region-b"
necessary = ["app"]
hold = "2s"

[policy.layer.app]
probes = { region-a = ["shop"], region-b = ["b-direct"] }
window = "500ms"
down_above = 0.6
up_below = 0.25

[policy.layer.db]
probes = { region-a = ["orders"] }
stale_after = "1s"
)toml";

/// The drill with the policy, in which the first `from` is replaced.
inline Files with_policy(std::string_view from = "mode", std::string_view to = "mode") {
  Files files;
  files.drill += with(std::string{k_policy}, from, to);
  return files;
}

/// The drill whose runbook waits for the policy, and where Kim is asked.
inline Files starting_by_policy(std::string_view mode) {
  const std::string line = "mode = \"" + std::string{mode} + "\"\nasks = \"Kim\"";
  Files files = with_policy("mode = \"observe\"", line);
  files.drill = with(files.drill, "start_when = { probe = \"shop\", bad_for = \"1s\" }\n", "");
  files.drill += "\n[[people]]\nname = \"Kim\"\nrole = \"incident lead\"\n";
  return files;
}

}  // namespace gameday::samples
