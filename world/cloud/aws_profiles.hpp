// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace gameday {

/// Settings of one profile by their names in lower case.
using AwsProfile = std::map<std::string, std::string, std::less<>>;

/// Profiles by name.
using AwsProfiles = std::map<std::string, AwsProfile, std::less<>>;

/// Reads a shared credentials or config file: "[name]" in the first, "[profile name]" and
/// "[default]" in the second (AWS SDKs and Tools Reference Guide, Shared config and credentials
/// files). Other sections, nested settings, comments and what is no setting are left out.
[[nodiscard]] AwsProfiles read_aws_profiles(std::string_view text);

/// The settings of both files; those of `first` win.
[[nodiscard]] AwsProfiles merge(AwsProfiles first, const AwsProfiles& second);

}  // namespace gameday
