// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"

namespace gameday {
namespace {

constexpr std::array k_variables{"AWS_ACCESS_KEY_ID",
                                 "AWS_SECRET_ACCESS_KEY",
                                 "AWS_SESSION_TOKEN",
                                 "AWS_CREDENTIAL_EXPIRATION",
                                 "AWS_PROFILE",
                                 "AWS_SHARED_CREDENTIALS_FILE",
                                 "AWS_CONFIG_FILE",
                                 "AWS_WEB_IDENTITY_TOKEN_FILE",
                                 "AWS_ROLE_ARN",
                                 "AWS_ROLE_SESSION_NAME",
                                 "AWS_EC2_METADATA_DISABLED",
                                 "AWS_EC2_METADATA_SERVICE_ENDPOINT",
                                 "AWS_ENDPOINT_URL",
                                 "AWS_ENDPOINT_URL_EC2",
                                 "AWS_ENDPOINT_URL_RDS",
                                 "AWS_ENDPOINT_URL_SQS",
                                 "AWS_ENDPOINT_URL_STS",
                                 "AWS_ENDPOINT_URL_FIS",
                                 "HOME"};
constexpr const char* k_session = "gameday";
constexpr const char* k_metadata = "http://169.254.169.254";

template <class Map>
std::string value(const Map& map, std::string_view name) {
  const auto found = map.find(name);
  return found == map.end() ? "" : found->second;
}

std::optional<WallTime> expiry(const std::string& text) {
  // The variable is written with an offset as well as with Z; both are UTC.
  std::string utc = text;
  if (utc.ends_with("+00:00")) utc.replace(utc.size() - 6, 6, "Z");
  const auto at = parse_utc(utc);
  return at ? std::optional{*at} : std::nullopt;
}

tl::unexpected<Error> no_profile(const std::string& name, std::string why) {
  return fail(ErrorKind::bad_input, "use the AWS profile " + name, "", std::move(why),
              "give keys or a web identity, by the environment or the shared files");
}

Result<CredentialsSource> of_profile(const std::string& name, const AwsProfiles& profiles) {
  const auto found = profiles.find(name);
  if (found == profiles.end()) return no_profile(name, "the shared files do not have it");
  const AwsProfile& profile = found->second;
  if (profile.contains("web_identity_token_file") && profile.contains("role_arn")) {
    const std::string session = value(profile, "role_session_name");
    return WebIdentity{value(profile, "role_arn"), value(profile, "web_identity_token_file"),
                       session.empty() ? k_session : session};
  }
  if (profile.contains("role_arn")) {
    return no_profile(name, "gameday does not assume a role by other credentials");
  }
  if (profile.contains("aws_access_key_id") && profile.contains("aws_secret_access_key")) {
    return AwsCredentials{.key_id = value(profile, "aws_access_key_id"),
                          .secret = value(profile, "aws_secret_access_key"),
                          .token = value(profile, "aws_session_token"),
                          .source = "the profile " + name};
  }
  return no_profile(name, "it holds no keys; gameday runs no helper programs and no SSO");
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

Result<AwsPlace> aws_place_from_json(const Json& json) {
  JsonReader reader{json, "where AWS is asked"};
  AwsPlace place{.region = reader.text("region"),
                 .endpoint = reader.optional_text("endpoint").value_or(""),
                 .profile = reader.optional_text("profile").value_or("")};
  return reader.finish(std::move(place));
}

AwsVariables read_aws_variables() {
  AwsVariables variables;
  for (const char* name : k_variables) {
    if (const char* set = std::getenv(name); set != nullptr && *set != '\0') variables[name] = set;
  }
  return variables;
}

std::string credentials_file(const AwsVariables& variables) {
  const std::string given = value(variables, "AWS_SHARED_CREDENTIALS_FILE");
  return given.empty() ? value(variables, "HOME") + "/.aws/credentials" : given;
}

std::string config_file(const AwsVariables& variables) {
  const std::string given = value(variables, "AWS_CONFIG_FILE");
  return given.empty() ? value(variables, "HOME") + "/.aws/config" : given;
}

Result<CredentialsSource> choose_credentials(const AwsVariables& variables,
                                             const AwsProfiles& profiles, const AwsPlace& place) {
  if (!place.profile.empty()) return of_profile(place.profile, profiles);
  if (variables.contains("AWS_ACCESS_KEY_ID") && variables.contains("AWS_SECRET_ACCESS_KEY")) {
    return AwsCredentials{.key_id = value(variables, "AWS_ACCESS_KEY_ID"),
                          .secret = value(variables, "AWS_SECRET_ACCESS_KEY"),
                          .token = value(variables, "AWS_SESSION_TOKEN"),
                          .expires = expiry(value(variables, "AWS_CREDENTIAL_EXPIRATION")),
                          .source = "the environment"};
  }
  if (variables.contains("AWS_WEB_IDENTITY_TOKEN_FILE") && variables.contains("AWS_ROLE_ARN")) {
    const std::string session = value(variables, "AWS_ROLE_SESSION_NAME");
    return WebIdentity{value(variables, "AWS_ROLE_ARN"),
                       value(variables, "AWS_WEB_IDENTITY_TOKEN_FILE"),
                       session.empty() ? k_session : session};
  }
  const std::string named = value(variables, "AWS_PROFILE");
  if (!named.empty()) return of_profile(named, profiles);
  if (profiles.contains("default")) {
    if (auto found = of_profile("default", profiles)) return found;
  }
  if (value(variables, "AWS_EC2_METADATA_DISABLED") == "true") {
    return fail(ErrorKind::bad_input, "find credentials for AWS", "",
                "there are none in the environment and the shared files",
                "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }
  const std::string endpoint = value(variables, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
  return InstanceMetadata{endpoint.empty() ? k_metadata : endpoint};
}

Result<std::string> aws_endpoint(const AwsVariables& variables, const AwsPlace& place,
                                 std::string_view service) {
  if (!is_name(place.region)) {
    return fail(ErrorKind::bad_input, "ask AWS", place.region, "that is no region",
                "write for instance aws_region = \"eu-west-1\"");
  }
  std::string own = fmt::format("AWS_ENDPOINT_URL_{}", service);
  std::ranges::transform(own, own.begin(), [](unsigned char c) { return std::toupper(c); });
  std::string url = place.endpoint;
  if (url.empty()) url = value(variables, own);
  if (url.empty()) url = value(variables, "AWS_ENDPOINT_URL");
  // One for all regions (AWS General Reference, Route 53 endpoints).
  if (url.empty() && service == "route53" && !place.region.starts_with("cn-")) {
    url = "https://route53.amazonaws.com";
  }
  if (url.empty()) {
    const std::string_view china = place.region.starts_with("cn-") ? ".cn" : "";
    url = fmt::format("https://{}.{}.amazonaws.com{}", service, place.region, china);
  }
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace gameday
