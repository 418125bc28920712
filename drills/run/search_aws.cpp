// SPDX-License-Identifier: Apache-2.0
#include "drills/run/search_aws.hpp"

#include <fmt/format.h>

#include <set>

#include "injectors/aws_found.hpp"

namespace gameday {
namespace {

Result<AwsFound> search_region(Performer& performer, const AwsSpot& spot) {
  const auto listed = performer.perform(look_for_aws(spot));
  if (!listed) return tl::unexpected(listed.error());
  if (listed->ok) return read_aws_found(spot, listed->out);
  return fail(ErrorKind::failed, "look", spot.region, listed->err);
}

}  // namespace

void search_aws(Performer& performer, const Inventory& inventory, Leftovers& left) {
  std::set<AwsSpot> asked;
  for (const auto& [name, aws] : inventory.aws) {
    const AwsSpot spot{aws.region, aws.endpoint, aws.profile};
    if (!asked.insert(spot).second) continue;
    auto found = search_region(performer, spot);
    if (!found) {
      left.unseen.push_back(
          fmt::format("what runs left in {} of AWS (aws.{}) could not be seen: {}", aws.region,
                      name, found.error().text()));
      continue;
    }
    for (const std::string& why : found->unseen) {
      left.unseen.push_back(fmt::format(
          "not all that runs left in {} of AWS (aws.{}) could be seen: {}", aws.region, name, why));
    }
    for (Change& change : found->changes) {
      const std::string run = change.id.substr(change.id.rfind('.') + 1);
      const bool fence_first = change.summary.find("fenced first") != std::string::npos;
      left.found.push_back({run, "aws." + name, std::move(change), fence_first});
    }
  }
}

}  // namespace gameday
