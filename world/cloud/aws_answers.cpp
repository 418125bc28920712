// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/json_reader.hpp"

namespace gameday {
namespace {

constexpr std::array<std::string_view, 12> k_throttled{"Throttling",
                                                       "ThrottlingException",
                                                       "ThrottledException",
                                                       "RequestThrottled",
                                                       "RequestThrottledException",
                                                       "TooManyRequestsException",
                                                       "RequestLimitExceeded",
                                                       "BandwidthLimitExceeded",
                                                       "LimitExceededException",
                                                       "PriorRequestNotComplete",
                                                       "EC2ThrottledException",
                                                       "SlowDown"};

constexpr std::array<std::string_view, 5> k_forbidden{"UnauthorizedOperation", "AccessDenied",
                                                      "AccessDeniedException", "AuthFailure",
                                                      "InvalidClientTokenId"};

std::string text_of(const Json& json, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (json.contains(name) && json[name].is_string()) return json[name].get<std::string>();
  }
  return {};
}

void read_json(std::string_view body, AwsRefusal& refusal) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return;
  refusal.code = text_of(json, {"__type", "code", "Code"});
  refusal.code.erase(0, refusal.code.find('#') + 1);  // "com.amazonaws.sqs#QueueDoesNotExist"
  refusal.code = refusal.code.substr(0, refusal.code.find(':'));
  refusal.message = text_of(json, {"message", "Message"});
}

void read_xml(std::string_view body, AwsRefusal& refusal) {
  const auto root = parse_xml(body);
  if (!root) return;
  const XmlElement* error = root->find("Errors/Error");
  if (error == nullptr) error = root->find("Error");
  if (error == nullptr) return;
  refusal.code = error->text_of("Code");
  refusal.message = error->text_of("Message");
}

AwsCredentials temporary(std::string key_id, std::string secret, std::string token,
                         WallTime expires, std::string source) {
  return {std::move(key_id), std::move(secret), std::move(token), expires, std::move(source), true};
}

}  // namespace

AwsRefusal read_refusal(int status, std::string_view body) {
  AwsRefusal refusal{.status = status, .code = {}, .message = {}};
  const auto first = body.find_first_not_of(" \t\r\n");
  if (first == body.npos) return refusal;
  if (body[first] == '<') {
    read_xml(body, refusal);
  } else {
    read_json(body, refusal);
  }
  return refusal;
}

bool is_passing(const AwsRefusal& refusal) {
  if (refusal.status == 429 || refusal.status >= 500) return true;
  return std::ranges::find(k_throttled, refusal.code) != k_throttled.end();
}

bool says_absent(const AwsRefusal& refusal) {
  // EC2 writes InvalidNetworkAclID.NotFound, RDS DBInstanceNotFound, FIS answers with 404.
  return refusal.status == 404 || refusal.code.ends_with("NotFound") ||
         refusal.code.ends_with("NotFoundFault") || refusal.code == "QueueDoesNotExist" ||
         refusal.code.ends_with("NonExistentQueue");
}

Error to_error(const AwsRefusal& refusal, std::string what, std::string where) {
  const std::string said = refusal.message.substr(0, 500);
  const std::string why = refusal.code.empty()
                              ? fmt::format("HTTP status {} {}", refusal.status, said)
                              : fmt::format("{}: {}", refusal.code, said);
  ErrorKind kind = says_absent(refusal) ? ErrorKind::absent : ErrorKind::failed;
  std::string next;
  if (std::ranges::find(k_forbidden, refusal.code) != k_forbidden.end()) {
    kind = ErrorKind::refused;
    next = "allow this action to the credentials that gameday uses";
  } else if (refusal.code == "RequestExpired" || refusal.code == "SignatureDoesNotMatch" ||
             refusal.code == "RequestTimeTooSkewed") {
    next = "check the clock of this machine, and the keys";
  }
  return {kind, std::move(what), std::move(where), why, next};
}

Result<AwsCredentials> read_web_identity(const XmlElement& answer) {
  const XmlElement* given = answer.find("AssumeRoleWithWebIdentityResult/Credentials");
  const auto expires = given != nullptr ? parse_utc(given->text_of("Expiration"))
                                        : Result<WallTime>{fail(ErrorKind::bad_input, "", "", "")};
  if (!expires || given->text_of("AccessKeyId").empty() ||
      given->text_of("SecretAccessKey").empty()) {
    return fail(ErrorKind::bad_input, "read the credentials that STS gave", "",
                "its answer lacks keys or their expiry");
  }
  return temporary(given->text_of("AccessKeyId"), given->text_of("SecretAccessKey"),
                   given->text_of("SessionToken"), *expires, "a web identity");
}

Result<AwsCredentials> read_instance_credentials(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  JsonReader reader{json, "the credentials of this machine"};
  if (reader.text("Code") != "Success") reader.wrong("the metadata service has none to give");
  std::string key_id = reader.text("AccessKeyId");
  std::string secret = reader.text("SecretAccessKey");
  std::string token = reader.text("Token");
  const WallTime expires = reader.take(parse_utc(reader.text("Expiration")));
  return reader.finish(temporary(std::move(key_id), std::move(secret), std::move(token), expires,
                                 "the role of this machine"));
}

}  // namespace gameday
