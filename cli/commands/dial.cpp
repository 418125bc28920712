// SPDX-License-Identifier: Apache-2.0
// Connects by TCP from where it runs: how faults are proven from inside a host's network.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "base/units.hpp"
#include "cli/commands.hpp"
#include "world/dial.hpp"

namespace gameday {
namespace {

struct Options {
  std::string endpoint;
  std::string timeout = "500ms";
  std::string from;
};

/// 0 connected, 1 refused, 2 timed out, 3 anything else: a proof tells them apart by the status.
ExitStatus run(const Options& options) {
  const auto timeout = parse_duration(options.timeout);
  const auto dialled =
      timeout ? dial(options.endpoint, std::chrono::ceil<std::chrono::milliseconds>(*timeout),
                     options.from)
              : Result<Dialled>{tl::unexpected(timeout.error())};
  if (!dialled) {
    fmt::print(stderr, "gameday: {}\n", dialled.error().text());
    return static_cast<ExitStatus>(Dialled::failed);
  }
  return static_cast<ExitStatus>(*dialled);
}

}  // namespace

const CliCommand k_command_dial{
    "dial", "connect to ADDRESS:PORT by TCP; 0 connected, 1 refused, 2 timed out, 3 else", true,
    [](CLI::App& app) -> Act {
      auto options = std::make_shared<Options>();
      app.add_option("ADDRESS:PORT", options->endpoint, "where to")->required();
      app.add_option("--timeout", options->timeout, "how long to wait, for instance 500ms");
      app.add_option("--from", options->from, "an address of this host that it comes from");
      return [options] { return run(*options); };
    }};

}  // namespace gameday
