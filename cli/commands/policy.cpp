// SPDX-License-Identifier: Apache-2.0
// Decides again from the recorded signals of stored runs, and says why, line by line.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/policy_views.hpp"
#include "drills/record/run_directory.hpp"

namespace gameday {
namespace {

struct Options {
  std::vector<std::string> runs;
  std::vector<std::string> settings;
  std::string policy;
  std::string format = "text";
};

ExitStatus refuse(const Error& error) {
  fmt::print(stderr, "{}\n", error.text());
  return error.kind == ErrorKind::failed ? ExitStatus::internal : ExitStatus::bad_input;
}

/// "hold=1s, window=500ms", after the file where one is given.
std::string in_words(const Options& options) {
  std::string words = options.policy.empty() ? "" : "the policy of " + options.policy;
  for (const std::string& setting : options.settings) {
    words += (words.empty() ? "" : ", ") + setting;
  }
  return words;
}

Result<std::vector<std::filesystem::path>> find_all(const std::vector<std::string>& words) {
  std::vector<std::filesystem::path> folders;
  for (const std::string& word : words) {
    const auto found = find_replays(gameday_home(), word);
    if (!found) return tl::unexpected(found.error());
    folders.insert(folders.end(), found->begin(), found->end());
  }
  return folders;
}

/// Of several runs, one that cannot be replayed does not keep the others from it.
Result<std::vector<ReplayedRun>> replay_all(const Options& options) {
  const auto folders = find_all(options.runs);
  if (!folders) return tl::unexpected(folders.error());
  ReplayWanted wanted{.settings = options.settings};
  if (!options.policy.empty()) {
    Result<PolicySpec> policy = policy_of_file(options.policy);
    if (!policy) return tl::unexpected(policy.error());
    wanted.policy = std::move(*policy);
  }
  std::vector<ReplayedRun> runs;
  for (const auto& folder : *folders) {
    Result<ReplayedRun> run = replay_run(folder, wanted);
    if (!run && folders->size() == 1) return tl::unexpected(run.error());
    runs.push_back(run ? std::move(*run)
                       : ReplayedRun{.folder = folder, .error = run.error().text()});
  }
  return runs;
}

ExitStatus replay_them(const Options& options) {
  const Result<std::vector<ReplayedRun>> runs = replay_all(options);
  if (!runs) return refuse(runs.error());
  const std::string words = in_words(options);
  if (options.format == "json") {
    fmt::print("{}\n", to_json(*runs).dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    fmt::print("{}", runs->size() == 1 ? describe_replay(runs->front(), words)
                                       : describe_replays(*runs, words));
  }
  return status_of(*runs);
}

Act set_up(CLI::App& app) {
  app.require_subcommand(1);
  const auto options = std::make_shared<Options>();
  CLI::App* replay = app.add_subcommand("replay", "decide again from the recorded signals of runs");
  replay
      ->add_option("RUN", options->runs,
                   "runs by id, name or folder, \"last\", or a drill's name: all its runs")
      ->required();
  replay
      ->add_option("--set", options->settings,
                   "another threshold, for instance hold=1s or app.window=500ms; may be repeated")
      ->expected(1)
      ->take_all();
  replay->add_option("--policy", options->policy, "take the [policy] of this drill instead");
  replay->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  return [options] { return replay_them(*options); };
}

}  // namespace

const CliCommand k_command_policy{"policy", "what the failover policy decides: replay", false,
                                  set_up};

}  // namespace gameday
