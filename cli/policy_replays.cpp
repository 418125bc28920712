// SPDX-License-Identifier: Apache-2.0
#include "cli/policy_replays.hpp"

#include <algorithm>

#include "cli/sources.hpp"
#include "cli/vocabulary.hpp"
#include "drills/definition/table_reader.hpp"
#include "drills/policy/settings.hpp"
#include "drills/record/run_directory.hpp"

namespace gameday {

namespace fs = std::filesystem;

Result<std::vector<fs::path>> find_replays(const fs::path& home, const std::string& word) {
  Result<fs::path> one = find_run(home, word);
  if (one) return std::vector{std::move(*one)};
  std::vector<fs::path> runs;
  std::error_code ignored;
  if (is_name(word)) {
    for (const auto& run : fs::directory_iterator{home / "runs" / word, ignored}) {
      runs.push_back(run.path());
    }
  }
  if (runs.empty()) return tl::unexpected(one.error());
  std::ranges::sort(runs);
  return runs;
}

Result<PolicySpec> policy_of_file(const std::string& name) {
  const Result<SourceFile> source = find_drill(name);
  if (!source) return tl::unexpected(source.error());
  Loaded loaded = load_drill(*source, disk_reader(), default_variables({}), vocabulary());
  if (!loaded.definition) {
    return fail(ErrorKind::bad_input, "read the policy", name,
                "\n" + render_all(loaded.problems, loaded.sources, false));
  }
  std::optional<PolicySpec>& policy = loaded.definition->drill.policy;
  if (!policy) {
    return fail(ErrorKind::bad_input, "read the policy", name, "the drill has no [policy]");
  }
  return std::move(*policy);
}

Result<ReplayedRun> replay_run(const fs::path& folder, const ReplayWanted& wanted) {
  const Result<Record> record = read_record(folder, vocabulary());
  if (!record) return tl::unexpected(record.error());
  const std::optional<PolicySpec>& own = record->definition.drill.policy;
  const std::optional<PolicySpec>& chosen = wanted.policy ? wanted.policy : own;
  if (!chosen) {
    return fail(ErrorKind::bad_input, "replay the policy", folder, "its drill has no [policy]",
                "give another drill's: --policy FILE");
  }
  const auto policy = with_settings(*chosen, record->definition.drill, wanted.settings);
  if (!policy) return tl::unexpected(policy.error());
  ReplayedRun run{.folder = folder, .now = replay(*record, *policy)};
  if (own && wanted.changes_anything()) run.as_written = replay(*record, *own);
  return run;
}

ExitStatus status_of(const std::vector<ReplayedRun>& runs) {
  std::vector<Verdict> verdicts;
  for (const ReplayedRun& run : runs) {
    verdicts.push_back(run.now ? run.now->verdict : Verdict::unknown);
  }
  switch (merge(verdicts)) {
    case Verdict::met: return ExitStatus::met;
    case Verdict::missed: return ExitStatus::missed;
    default: return ExitStatus::unknown;
  }
}

}  // namespace gameday
