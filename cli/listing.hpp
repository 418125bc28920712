// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/params.hpp"

namespace gameday {

/// One thing that there is: a kind of fault, a command, a drill of the catalogs.
struct Listed {
  std::string topic;
  std::string name;
  std::string summary;
  std::vector<std::pair<std::string, std::string>> more = {};  ///< "breaks", "heals", ...
  std::span<const ParamSpec> params = {};
};

/// "faults", "mechanisms", ... in the order in which they are shown.
[[nodiscard]] std::vector<std::string_view> topics();

/// All of a topic; of every topic where it is empty.
[[nodiscard]] std::vector<Listed> list_topic(std::string_view topic);

[[nodiscard]] Json to_json(const Listed& listed);
/// For people: topic by topic, with the parameters of each kind.
[[nodiscard]] std::string describe(const std::vector<Listed>& all);

}  // namespace gameday
