// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/change.hpp"
#include "base/json.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// The parameters of every kind that works on AWS.
inline constexpr std::string_view k_aws_region = "aws_region";
/// For the revert itself, once a fault has lasted (safety.md: credentials must outlive it).
inline constexpr std::chrono::seconds k_aws_revert_budget{300};
[[nodiscard]] ParamSpec aws_region_param();
[[nodiscard]] ParamSpec aws_endpoint_param();
[[nodiscard]] ParamSpec aws_profile_param();
/// The region of the inventory that it breaks: names the fault's target, and gives a canary.
[[nodiscard]] ParamSpec aws_broken_param();

/// A change that one of our agents for AWS makes, looks at and takes back. The agent is handed all
/// of it as JSON on its standard input: whose it is, where AWS is asked, `input`, and, but for the
/// capture, what was captured ("prior"). Its looks say "state":"in_force", "gone" or "partial".
struct AwsWork {
  std::string agent;  ///< "aws_acl"
  std::string name;   ///< the last part of the change's id
  bool reverts = true;
  std::chrono::seconds patience{240};  ///< for what is applied and reverted; at most 290
};

/// Fills in the change's id and actions; `input` are the members that this agent wants besides.
[[nodiscard]] Change aws_change(const AwsWork& work, const Json& input, const Params& params,
                                const FaultScope& scope);

/// What the provider itself says about the change.
[[nodiscard]] Proof aws_proof(const Change& change);

}  // namespace gameday
