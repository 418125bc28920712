// SPDX-License-Identifier: Apache-2.0
// Judges a stored run again. The stored scorecard is compared and never overwritten.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "cli/commands.hpp"
#include "cli/rescoring.hpp"
#include "drills/record/run_directory.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_differences_shown = 20;

struct Options {
  std::string run;
  std::string format = "text";
};

ExitStatus refuse(const Error& error) {
  fmt::print(stderr, "{}\n", error.text());
  return error.kind == ErrorKind::failed ? ExitStatus::internal : ExitStatus::bad_input;
}

void tell(const Rescored& rescored) {
  if (rescored.differences.empty()) {
    fmt::print(
        stderr, "{}\n",
        rescored.written ? "scorecard written" : "the same as the stored scorecard, byte for byte");
    return;
  }
  fmt::print(stderr, "not the same as the stored scorecard, which was left alone:\n");
  for (std::size_t index = 0; index < rescored.differences.size(); ++index) {
    if (index == k_differences_shown) {
      fmt::print(stderr, "  and {} more\n", rescored.differences.size() - index);
      break;
    }
    fmt::print(stderr, "  {}\n", rescored.differences[index]);
  }
  if (rescored.written) fmt::print(stderr, "written: {}\n", rescored.written->string());
}

ExitStatus score_again(const Options& options) {
  const auto folder = find_run(gameday_home(), options.run);
  if (!folder) return refuse(folder.error());
  Result<Judged> judged = judge(*folder);
  if (!judged) return refuse(judged.error());
  const Result<Rescored> rescored = rescore(*judged, *folder);
  if (!rescored) return refuse(rescored.error());
  const Result<std::string> text = written(*judged, options.format);
  if (!text) return refuse(text.error());
  fmt::print("{}", *text);
  tell(*rescored);
  return static_cast<ExitStatus>(judged->card.exit_status);
}

}  // namespace

const CliCommand k_command_score{
    "score", "judge a stored run again; the stored scorecard is never overwritten", false,
    [](CLI::App& app) -> Act {
      auto options = std::make_shared<Options>();
      app.add_option("RUN", options->run, "a run by its id, its name, its folder, or \"last\"")
          ->required();
      app.add_option("--format", options->format, "text, or another of `gameday list exporters`");
      return [options] { return score_again(*options); };
    }};

}  // namespace gameday
