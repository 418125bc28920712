// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/sqs_policy.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/sha256.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_prefix = "gameday";
constexpr std::size_t k_run_digits = 8;
constexpr std::size_t k_fault_digits = 8;

tl::unexpected<Error> no_policy() {
  return fail(ErrorKind::bad_input, "read the policy of the queue", "",
              "it is no policy with statements");
}

/// A policy may have one statement where others have a list.
Result<Json> read_policy(std::string_view text) {
  if (text.empty()) return Json{{"Version", "2012-10-17"}, {"Statement", Json::array()}};
  Json policy = Json::parse(text, nullptr, false);
  if (!policy.is_object() || !policy.contains("Statement")) return no_policy();
  Json& statements = policy["Statement"];
  if (statements.is_object()) statements = Json::array({statements});
  if (!statements.is_array()) return no_policy();
  return policy;
}

std::string id_of(const Json& statement) {
  if (!statement.is_object() || !statement.contains("Sid")) return {};
  return statement["Sid"].is_string() ? statement["Sid"].get<std::string>() : "";
}

bool is_hex(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_ours(std::string_view id) {
  return id.size() == k_prefix.size() + k_run_digits + k_fault_digits && id.starts_with(k_prefix) &&
         is_hex(id.substr(k_prefix.size()));
}

std::string deadline_of(const Json& statement) {
  const Json::json_pointer where{"/Condition/DateLessThan/aws:CurrentTime"};
  if (!statement.contains(where) || !statement[where].is_string()) return {};
  return statement[where].get<std::string>();
}

void remove(Json& policy, std::string_view statement) {
  Json kept = Json::array();
  for (const Json& each : policy["Statement"]) {
    if (id_of(each) != statement) kept.push_back(each);
  }
  policy["Statement"] = std::move(kept);
}

}  // namespace

std::string statement_id(const std::string& run, const std::string& fault) {
  return std::string{k_prefix} + run + sha256_hex(fault).substr(0, k_fault_digits);
}

Result<std::string> with_statement(std::string_view text, const SqsDeny& deny) {
  auto policy = read_policy(text);
  if (!policy) return tl::unexpected(policy.error());
  const std::string id = statement_id(deny.run, deny.fault);
  remove(*policy, id);
  (*policy)["Statement"].push_back(
      {{"Sid", id},
       {"Effect", "Deny"},
       {"Principal", "*"},
       {"Action", deny.action},
       {"Resource", deny.queue_arn},
       {"Condition", {{"DateLessThan", {{"aws:CurrentTime", deny.deadline}}}}}});
  return policy->dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<std::string> without_statement(std::string_view text, std::string_view statement) {
  auto policy = read_policy(text);
  if (!policy) return tl::unexpected(policy.error());
  remove(*policy, statement);
  if ((*policy)["Statement"].empty()) return "";
  return policy->dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<SqsStatement> our_statements(std::string_view text) {
  std::vector<SqsStatement> ours;
  const auto policy = read_policy(text);
  if (!policy) return ours;
  for (const Json& statement : (*policy)["Statement"]) {
    const std::string id = id_of(statement);
    if (!is_ours(id)) continue;
    ours.push_back({id, id.substr(k_prefix.size(), k_run_digits), deadline_of(statement)});
  }
  return ours;
}

}  // namespace gameday
