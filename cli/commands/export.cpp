// SPDX-License-Identifier: Apache-2.0
// Writes a stored run's scorecard in another format, on standard output or into a file.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "cli/commands.hpp"
#include "cli/judging.hpp"
#include "drills/record/disk.hpp"
#include "drills/record/run_directory.hpp"

namespace gameday {
namespace {

struct Options {
  std::string run;
  std::string to;
  std::string output;
};

ExitStatus refuse(const Error& error) {
  fmt::print(stderr, "{}\n", error.text());
  return error.kind == ErrorKind::failed ? ExitStatus::internal : ExitStatus::bad_input;
}

ExitStatus export_run(const Options& options) {
  const auto folder = find_run(gameday_home(), options.run);
  if (!folder) return refuse(folder.error());
  const Result<Judged> judged = judge(*folder);
  if (!judged) return refuse(judged.error());
  const Result<std::string> bytes = written(*judged, options.to);
  if (!bytes) return refuse(bytes.error());
  if (options.output.empty()) {
    fmt::print("{}", *bytes);
    return ExitStatus::met;
  }
  const auto file = std::filesystem::absolute(options.output);
  if (const auto done = write_synced(file, *bytes); !done) return refuse(done.error());
  fmt::print(stderr, "written: {}\n", file.string());
  return ExitStatus::met;
}

}  // namespace

const CliCommand k_command_export{
    "export", "write a stored run's scorecard in another format", false, [](CLI::App& app) -> Act {
      auto options = std::make_shared<Options>();
      app.add_option("RUN", options->run, "a run by its id, its name, its folder, or \"last\"")
          ->required();
      app.add_option("--to", options->to, "text, json, html or junit; see `gameday list exporters`")
          ->required();
      app.add_option("--output", options->output, "a file instead of standard output");
      return [options] { return export_run(*options); };
    }};

}  // namespace gameday
