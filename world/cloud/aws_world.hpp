// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "base/action.hpp"
#include "base/units.hpp"
#include "world/cloud/aws_settings.hpp"
#include "world/http.hpp"

namespace gameday {

/// All that work on AWS touches, so that tests can put their own in its place.
struct AwsWorld {
  std::function<Result<Outcome>(const HttpRequest&, std::chrono::milliseconds)> send;
  std::function<WallTime()> wall;
  std::function<void(std::chrono::milliseconds)> pause;
  std::function<double()> random;  ///< in [0, 1)
  /// A file of at most 1 MiB; nothing where it cannot be read.
  std::function<std::optional<std::string>(const std::string& path)> read_file;
  AwsVariables variables;
};

/// The real one: the network of this machine, its clock, its files, this process's environment.
[[nodiscard]] AwsWorld real_aws_world();

}  // namespace gameday
