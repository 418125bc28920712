// SPDX-License-Identifier: Apache-2.0
// Shows what there is: faults, mechanisms, probes and so on, straight from their lists.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/listing.hpp"

namespace gameday {
namespace {

struct Options {
  std::string topic;
  std::string format = "text";
};

ExitStatus list(const Options& options) {
  const std::vector<Listed> all = list_topic(options.topic);
  if (options.format == "text") {
    fmt::print("{}", describe(all));
    return ExitStatus::met;
  }
  Json json = Json::array();
  for (const Listed& row : all) json.push_back(to_json(row));
  fmt::print("{}\n", json.dump(2, ' ', false, Json::error_handler_t::replace));
  return ExitStatus::met;
}

}  // namespace

const CliCommand k_command_list{
    "list", "what there is: faults, mechanisms, probes, steps, drills ...", false,
    [](CLI::App& app) -> Act {
      auto options = std::make_shared<Options>();
      const auto known = topics();
      app.add_option("TOPIC", options->topic, "only this; all without it")
          ->check(CLI::IsMember(std::vector<std::string>(known.begin(), known.end())));
      app.add_option("--format", options->format, "text or json")
          ->check(CLI::IsMember({"text", "json"}));
      return [options] { return list(*options); };
    }};

}  // namespace gameday
