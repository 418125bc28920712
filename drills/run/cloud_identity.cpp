// SPDX-License-Identifier: Apache-2.0
#include "drills/run/cloud_identity.hpp"

#include <fmt/format.h>

#include "drills/guard/guard.hpp"
#include "drills/plan/clouds.hpp"
#include "injectors/aws_identity.hpp"

namespace gameday {
namespace {

Result<std::string> identity(Performer& performer, const AwsSpot& spot, Duration needed) {
  const auto told = performer.perform(ask_identity(spot, needed));
  if (!told) return tl::unexpected(told.error());
  if (told->ok) return read_identity(spot, told->out);
  return fail(ErrorKind::refused, "act", spot.region, told->err);
}

}  // namespace

CloudIdentity check_clouds(Performer& performer, const Plan& plan) {
  CloudIdentity all;
  const Duration needed = credentials_needed(plan);
  for (const AwsSpot& spot : clouds_of(plan)) {
    auto acts = identity(performer, spot, needed);
    if (acts) {
      all.acts.push_back(std::move(*acts));
      continue;
    }
    const Refusal refusal{"credentials",
                          fmt::format("{} of AWS needs them for {}: {}", spot.region,
                                      format_duration(needed), acts.error().text()),
                          k_built_in};
    all.refused.push_back(refusal.text());
  }
  return all;
}

}  // namespace gameday
