// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_profiles.hpp"

#include <algorithm>
#include <cctype>

namespace gameday {
namespace {

constexpr std::string_view k_blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(k_blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(k_blanks) - first + 1);
}

/// A comment behind a value begins with a blank; within a value "#" and ";" are as good as any.
std::string_view without_comment(std::string_view value) {
  return trimmed(value.substr(0, std::min(value.find(" #"), value.find(" ;"))));
}

/// The profile that a section is; empty where it is something else ("sso-session x").
std::string profile_of(std::string_view section) {
  section = trimmed(section);
  constexpr std::string_view k_prefix = "profile";
  if (section.starts_with(k_prefix) && section.size() > k_prefix.size() &&
      k_blanks.find(section[k_prefix.size()]) != k_blanks.npos) {
    return std::string{trimmed(section.substr(k_prefix.size()))};
  }
  return section.find_first_of(k_blanks) == section.npos ? std::string{section} : "";
}

void read_setting(std::string_view line, AwsProfile& profile) {
  const auto equals = line.find('=');
  if (equals == line.npos) return;
  std::string name{trimmed(line.substr(0, equals))};
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (!name.empty()) profile[name] = without_comment(line.substr(equals + 1));
}

}  // namespace

AwsProfiles read_aws_profiles(std::string_view text) {
  AwsProfiles profiles;
  std::string current;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::string_view bare = trimmed(line);
    if (bare.empty() || bare.front() == '#' || bare.front() == ';') continue;
    if (bare.front() == '[') {
      const auto end = bare.find(']');
      current = end == bare.npos ? "" : profile_of(bare.substr(1, end - 1));
      if (!current.empty()) profiles[current];
    } else if (!current.empty() && k_blanks.find(line.front()) == k_blanks.npos) {
      read_setting(line, profiles[current]);
    }
  }
  return profiles;
}

AwsProfiles merge(AwsProfiles first, const AwsProfiles& second) {
  for (const auto& [name, settings] : second) {
    first[name].insert(settings.begin(), settings.end());
  }
  return first;
}

}  // namespace gameday
