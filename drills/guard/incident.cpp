// SPDX-License-Identifier: Apache-2.0
// Looks whether something is wrong already before anything is broken on purpose.
#include "drills/guard/incident.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_margin{1000};
constexpr std::size_t k_shown = 160;

std::string shortened(const std::string& text) { return text.substr(0, k_shown); }

Http get(const IncidentCheck& check, std::string url) {
  Http http{.method = "GET", .url = std::move(url)};
  if (check.authorization) http.headers.emplace_back("Authorization", *check.authorization);
  return http;
}

/// The HTTP API of Prometheus and of what speaks like it: /api/v1/query gives a vector.
std::string query_url(const IncidentCheck& check) {
  std::string url = check.url;
  while (url.ends_with('/')) url.pop_back();
  return url + "/api/v1/query?query=" + percent_encoded(check.query);
}

std::string wrong_members(const Json& wanted, const std::string& body) {
  const Json answer = Json::parse(body, nullptr, false);
  if (!answer.is_object()) return "the answer is no JSON object";
  for (const auto& [key, value] : wanted.items()) {
    const auto found = answer.find(key);
    if (found == answer.end()) return fmt::format("the answer has no \"{}\"", key);
    if (*found != value) {
      return fmt::format("\"{}\" is {}, not {}", key, shortened(found->dump()), value.dump());
    }
  }
  return {};
}

std::string judge_http(const IncidentCheck& check, const Outcome& outcome) {
  if (outcome.status != check.status) {
    return fmt::format("{} answers {}, not {}", check.url, outcome.status, check.status);
  }
  return check.members ? wrong_members(*check.members, outcome.out) : std::string{};
}

std::string judge_query(const Outcome& outcome) {
  const Json answer = Json::parse(outcome.out, nullptr, false);
  const bool fine = outcome.ok && answer.is_object() && answer.value("status", "") == "success";
  const auto data = fine ? answer.find("data") : answer.end();
  if (!fine || data == answer.end() || !data->is_object()) {
    return fmt::format("the query was answered with {}: {}", outcome.status,
                       shortened(outcome.out));
  }
  const auto result = data->find("result");
  if (data->value("resultType", "") != "vector" || result == data->end() || !result->is_array()) {
    return "the query does not give a vector, of which none would be empty";
  }
  if (result->empty()) return {};
  return fmt::format("{} found: {}", result->size(), shortened(result->front().dump()));
}

std::string judge_command(const IncidentCheck& check, const Outcome& outcome) {
  if (outcome.ok) return {};
  const std::string& told = outcome.err.empty() ? outcome.out : outcome.err;
  return fmt::format("{} exits with {}{}{}", check.command.front(), outcome.status,
                     told.empty() ? "" : ": ", shortened(told.substr(0, told.find('\n'))));
}

}  // namespace

Action ask(const IncidentCheck& check) {
  Action action{.host = {}, .deadline = check.timeout, .what = Exec{}};
  if (check.kind == "http") action.what = get(check, check.url);
  if (check.kind == "promql") action.what = get(check, query_url(check));
  if (check.kind == "command") {
    action.what = Exec{.argv = {check.command.begin(), check.command.end()}};
  }
  if (check.kind == "tcp") {
    action.deadline = check.timeout + k_margin;
    action.what = Exec{
        .argv = {"@gameday", "dial", check.address, "--timeout", format_duration(check.timeout)}};
  }
  return action;
}

std::string find_incident(const IncidentCheck& check, const Result<Outcome>& answer) {
  if (!answer) return answer.error().text();
  if (check.kind == "http") return judge_http(check, *answer);
  if (check.kind == "promql") return judge_query(*answer);
  if (check.kind == "command") return judge_command(check, *answer);
  if (answer->ok) return {};
  return fmt::format("{} does not accept connections", check.address);
}

std::string describe(const IncidentCheck& check) {
  if (check.kind == "promql") {
    return fmt::format("{}: nothing at {} for {}", check.name, check.url, check.query);
  }
  const std::string& what = check.kind == "http" ? check.url : check.address;
  if (check.kind != "command")
    return fmt::format("{}: {} {} is good", check.name, check.kind, what);
  return fmt::format("{}: {} exits with 0", check.name, fmt::join(check.command, " "));
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

}  // namespace gameday
