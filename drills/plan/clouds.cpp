// SPDX-License-Identifier: Apache-2.0
#include "drills/plan/clouds.hpp"

#include "injectors/aws_action.hpp"
#include "injectors/aws_identity.hpp"

namespace gameday {

std::set<AwsSpot> clouds_of(const Plan& plan) {
  std::set<AwsSpot> spots;
  for (const PlannedFault& fault : plan.faults) {
    if (const auto spot = aws_spot(fault.spec.params)) spots.insert(*spot);
  }
  return spots;
}

Duration credentials_needed(const Plan& plan) {
  return plan.blast_radius.longest + plan.drill().settle + k_aws_revert_budget;
}

}  // namespace gameday
