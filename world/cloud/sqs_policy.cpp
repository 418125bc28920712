// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/sqs_policy.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "base/sha256.hpp"
#include "world/cloud/json_text.hpp"

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

/// Ours as it is written into a policy. A policy whose one statement is in no list gets a list;
/// that its own was in none is remembered by our action being in one, which means the same.
std::string statement_text(const SqsDeny& deny, bool was_no_list) {
  const Json action = was_no_list ? Json::array({deny.action}) : Json(deny.action);
  const Json statement{{"Sid", statement_id(deny.run, deny.fault)},
                       {"Effect", "Deny"},
                       {"Principal", "*"},
                       {"Action", action},
                       {"Resource", deny.queue_arn},
                       {"Condition", {{"DateLessThan", {{"aws:CurrentTime", deny.deadline}}}}}};
  return statement.dump();
}

bool remembers_no_list(const Json& statement) {
  return statement.contains("Action") && statement["Action"].is_array();
}

}  // namespace

std::string statement_id(const std::string& run, const std::string& fault) {
  return std::string{k_prefix} + run + sha256_hex(fault).substr(0, k_fault_digits);
}

Result<std::string> with_statement(std::string_view text, const SqsDeny& deny) {
  auto policy = without_statement(text, statement_id(deny.run, deny.fault));
  if (!policy) return policy;
  if (policy->empty()) {
    return R"({"Version":"2012-10-17","Statement":[)" + statement_text(deny, false) + "]}";
  }
  const auto all = find_member(*policy, "Statement");
  if (!all) return no_policy();
  if ((*policy)[all->begin] == '{') {
    const std::string theirs{all->of(*policy)};
    return policy->replace(all->begin, all->end - all->begin,
                           "[" + theirs + "," + statement_text(deny, true) + "]");
  }
  const auto each = find_elements(*policy, *all);
  return each.empty() ? policy->insert(all->begin + 1, statement_text(deny, false))
                      : policy->insert(each.back().end, "," + statement_text(deny, false));
}

Result<std::string> without_statement(std::string_view text, std::string_view statement) {
  const auto policy = read_policy(text);
  if (!policy) return tl::unexpected(policy.error());
  const Json& statements = (*policy)["Statement"];
  const auto ours = std::ranges::find(statements, statement, id_of);
  std::string rest{text};
  if (ours == statements.end()) return rest;
  if (statements.size() == 1) return "";
  const auto all = find_member(text, "Statement");
  if (!all) return no_policy();
  const auto each = find_elements(text, *all);
  const auto which = static_cast<std::size_t>(ours - statements.begin());
  if (each.size() != statements.size()) return no_policy();
  if (each.size() == 2 && remembers_no_list(*ours)) {
    return rest.replace(all->begin, all->end - all->begin, each[1 - which].of(text));
  }
  const std::size_t begin = which == 0 ? each[0].begin : each[which - 1].end;
  const std::size_t end = which == 0 ? each[1].begin : each[which].end;
  return rest.erase(begin, end - begin);
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
