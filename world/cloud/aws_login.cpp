// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_login.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "base/overloaded.hpp"

namespace gameday {
namespace {

/// Whoever has no metadata service must not wait for it.
constexpr std::chrono::milliseconds k_metadata_wait{1000};
constexpr int k_metadata_attempts = 2;
constexpr const char* k_roles = "/latest/meta-data/iam/security-credentials/";

Result<std::string> ask_metadata(const AwsWorld& world, const HttpRequest& request) {
  for (int attempt = 0; attempt < k_metadata_attempts; ++attempt) {
    const auto answer = world.send(request, k_metadata_wait);
    if (answer && answer->ok) return answer->out;
    if (answer && answer->status < 500) break;
  }
  return fail(ErrorKind::failed, "find credentials for AWS", "",
              "there are none in the environment and the shared files, and no metadata service of "
              "a machine gives any",
              "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
}

/// IMDSv2: a token first, then the role's name, then its credentials.
Result<AwsCredentials> of_machine(const InstanceMetadata& metadata, const AwsWorld& world) {
  const auto token = ask_metadata(world, {"PUT",
                                          metadata.endpoint + "/latest/api/token",
                                          {{"X-aws-ec2-metadata-token-ttl-seconds", "300"}},
                                          {}});
  if (!token) return tl::unexpected(token.error());
  const std::vector<std::pair<std::string, std::string>> headers{
      {"X-aws-ec2-metadata-token", *token}};
  auto role = ask_metadata(world, {"GET", metadata.endpoint + k_roles, headers, {}});
  if (!role) return tl::unexpected(role.error());
  role->resize(std::min(role->find_first_of("\r\n"), role->size()));
  const auto given = ask_metadata(world, {"GET", metadata.endpoint + k_roles + *role, headers, {}});
  if (!given) return tl::unexpected(given.error());
  return read_instance_credentials(*given);
}

Result<AwsCredentials> of_token(const WebIdentity& identity, const AwsPlace& place,
                                const AwsWorld& world, std::chrono::milliseconds deadline) {
  auto token = world.read_file(identity.token_file);
  if (!token) {
    return fail(ErrorKind::failed, "read the token of the web identity", identity.token_file,
                "it cannot be opened or read");
  }
  while (token->ends_with('\n')) token->pop_back();
  const AwsClient sts{{place.region, place.endpoint, {}}, {}, world, deadline};
  const auto answer = sts.query({"sts",
                                 "AssumeRoleWithWebIdentity",
                                 {{"RoleArn", identity.role_arn},
                                  {"RoleSessionName", identity.session_name},
                                  {"WebIdentityToken", *token}}});
  if (!answer) return tl::unexpected(answer.error());
  return read_web_identity(*answer);
}

}  // namespace

Result<AwsCredentials> find_credentials(const AwsPlace& place, const AwsWorld& world,
                                        std::chrono::milliseconds deadline) {
  const auto read = [&](const std::string& path) {
    return read_aws_profiles(world.read_file(path).value_or(""));
  };
  const AwsProfiles profiles =
      merge(read(credentials_file(world.variables)), read(config_file(world.variables)));
  const auto source = choose_credentials(world.variables, profiles, place);
  if (!source) return tl::unexpected(source.error());
  return std::visit(
      Overloaded{
          [](const AwsCredentials& known) { return Result<AwsCredentials>{known}; },
          [&](const WebIdentity& identity) { return of_token(identity, place, world, deadline); },
          [&](const InstanceMetadata& metadata) { return of_machine(metadata, world); }},
      *source);
}

Result<void> check_outlives(const AwsCredentials& credentials, WallTime now, Duration needed) {
  if (credentials.renewable || !credentials.expires || *credentials.expires >= now + needed) {
    return {};
  }
  return fail(ErrorKind::refused, "begin", "",
              fmt::format("the credentials from {} end at {}, before all could be put back",
                          credentials.source, format_utc(*credentials.expires)),
              "get fresh ones first");
}

Result<AwsClient> open_aws(const Json& input, const AwsWorld& world) {
  JsonReader reader{input, "what is asked of AWS"};
  const AwsPlace place = reader.take(aws_place_from_json(reader.member("aws")));
  const std::chrono::seconds deadline{reader.integer("deadline_s", 1, 3600)};
  const std::chrono::seconds outlive{reader.optional_integer("outlive_s").value_or(0)};
  const auto read = reader.finish(true);
  if (!read) return tl::unexpected(read.error());
  auto credentials = find_credentials(place, world, deadline);
  if (!credentials) return tl::unexpected(credentials.error());
  if (auto lives = check_outlives(*credentials, world.wall(), outlive); !lives) {
    return tl::unexpected(lives.error());
  }
  return AwsClient{place, std::move(*credentials), world, deadline};
}

}  // namespace gameday
