// SPDX-License-Identifier: Apache-2.0
#include "injectors/aws_identity.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "injectors/aws_action.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_patience{20};
/// The agent ends by itself before it is ended.
constexpr std::chrono::seconds k_margin{2};

std::string until(const std::optional<std::string>& expires, bool renewable) {
  if (renewable) return "which are renewed";
  return expires ? "which end at " + *expires : "whose end nobody tells";
}

}  // namespace

std::optional<AwsSpot> aws_spot(const Params& params) {
  if (!params.has(k_aws_region)) return std::nullopt;
  return AwsSpot{.region = params.get<std::string>(k_aws_region),
                 .endpoint = params.get<std::string>("endpoint"),
                 .profile = params.get<std::string>("profile")};
}

Action ask_identity(const AwsSpot& spot, Duration needed) {
  const Json input{{"aws", to_json(spot)},
                   {"deadline_s", (k_patience - k_margin).count()},
                   {"outlive_s", std::chrono::ceil<std::chrono::seconds>(needed).count()}};
  return {
      {}, k_patience, Exec{{"@gameday", "agent", "aws_identity", "--", "tell"}, {input.dump()}}};
}

Result<std::string> read_identity(const AwsSpot& spot, std::string_view output) {
  const Json json = Json::parse(output, nullptr, false);
  JsonReader reader{json, "as whom gameday acts on AWS"};
  const std::string arn = reader.text("arn");
  const std::string account = reader.text("account");
  const std::string source = reader.text("source");
  const bool renewable = reader.boolean("renewable");
  const auto expires = reader.optional_text("expires");
  return reader.finish(fmt::format("acts in {} of AWS as {} (account {}), by credentials of {}, {}",
                                   spot.region, arn, account, source, until(expires, renewable)));
}

}  // namespace gameday
