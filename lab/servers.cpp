// SPDX-License-Identifier: Apache-2.0
#include "lab/servers.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace gameday::lab {
namespace {

#define GAMEDAY_LIST(kind) &k_server_##kind,
constexpr std::array k_always{GAMEDAY_SERVERS(GAMEDAY_LIST)};
constexpr std::array k_optional{GAMEDAY_OPTIONAL_SERVERS(GAMEDAY_LIST)};
#undef GAMEDAY_LIST

}  // namespace

std::vector<const Server*> servers(const std::vector<std::string>& with) {
  std::vector<const Server*> chosen;
  for (const Server* server : k_optional) {
    if (std::find(with.begin(), with.end(), server->name) != with.end()) chosen.push_back(server);
  }
  chosen.insert(chosen.end(), k_always.begin(), k_always.end());
  return chosen;
}

std::vector<std::string> optional_servers() {
  std::vector<std::string> names;
  for (const Server* server : k_optional) names.emplace_back(server->name);
  return names;
}

Result<void> check_optional(const std::vector<std::string>& with) {
  for (const std::string& name : with) {
    const auto found = std::find_if(k_optional.begin(), k_optional.end(),
                                    [&name](const Server* server) { return server->name == name; });
    if (found != k_optional.end()) continue;
    return fail(ErrorKind::bad_input, "raise a lab with", "the server " + name,
                "there is none of that name",
                fmt::format("choose from {}", fmt::join(optional_servers(), ", ")));
  }
  return {};
}

}  // namespace gameday::lab
