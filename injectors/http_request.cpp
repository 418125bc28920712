// SPDX-License-Identifier: Apache-2.0
#include "injectors/http_request.hpp"

#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_run = "${run}";

/// A text, or a secret by reference.
std::optional<Arg> read_value(const Json& value, const std::string& run_id) {
  if (value.is_string()) return Arg{put_run(value.get<std::string>(), run_id)};
  if (!value.is_object() || value.size() != 1) return std::nullopt;
  for (const auto& [key, from] :
       {std::pair{"env", SecretRef::From::environment}, std::pair{"file", SecretRef::From::file}}) {
    if (value.contains(key) && value[key].is_string()) {
      return Arg{SecretRef{from, value[key].get<std::string>()}};
    }
  }
  return std::nullopt;
}

/// One text or a list of them.
std::optional<std::vector<std::string>> read_texts(const Json& value, const std::string& run_id) {
  std::vector<std::string> texts;
  const Json list = value.is_array() ? value : Json::array({value});
  for (const Json& each : list) {
    if (!each.is_string()) return std::nullopt;
    texts.push_back(put_run(each.get<std::string>(), run_id));
  }
  return texts;
}

/// The first key of a table that is none of these.
template <std::size_t N>
std::string unknown_key(const Json& table, const std::array<std::string_view, N>& known) {
  for (const auto& [key, value] : table.items()) {
    if (std::ranges::find(known, key) == known.end()) return key;
  }
  return {};
}

}  // namespace

std::string put_run(std::string text, const std::string& run_id) {
  for (std::size_t at = text.find(k_run); at != text.npos; at = text.find(k_run, at)) {
    text.replace(at, k_run.size(), run_id);
  }
  return text;
}

Result<Http> read_http(const Json& table, const FaultScope& scope, const std::string& what) {
  constexpr std::array<std::string_view, 4> k_known{"method", "url", "headers", "body"};
  if (const std::string key = unknown_key(table, k_known); !key.empty()) {
    return cannot_plan(scope, fmt::format("`{}` has an unknown key `{}`", what, key),
                       "known here: method, url, headers, body");
  }
  Http http;
  if (!table.contains("url") || !table["url"].is_string()) {
    return cannot_plan(scope, fmt::format("`{}` has no url", what));
  }
  http.url = put_run(table["url"].get<std::string>(), scope.run_id);
  if (table.contains("method")) {
    if (!table["method"].is_string()) {
      return cannot_plan(scope, fmt::format("the method of `{}` is no text", what));
    }
    http.method = table["method"].get<std::string>();
  }
  const Json headers = table.value("headers", Json::object());
  for (const auto& [name, value] : headers.items()) {
    auto read = read_value(value, scope.run_id);
    if (!read) {
      return cannot_plan(scope, fmt::format("the header {} of `{}` is no text", name, what),
                         "write a text, or { env = \"NAME\" } for a secret");
    }
    http.headers.emplace_back(name, std::move(*read));
  }
  if (table.contains("body")) {
    const Json& body = table["body"];
    http.body = {put_run(body.is_string() ? body.get<std::string>() : body.dump(), scope.run_id)};
  }
  return http;
}

Result<Match> read_match(const Json& table, const FaultScope& scope, const std::string& what) {
  constexpr std::array<std::string_view, 3> k_known{"status", "contains", "without"};
  if (const std::string key = unknown_key(table, k_known); !key.empty()) {
    return cannot_plan(scope, fmt::format("`{}` has an unknown key `{}`", what, key),
                       "known here: status, contains, without");
  }
  Match match;
  if (table.contains("status")) {
    if (!table["status"].is_number_integer()) {
      return cannot_plan(scope, fmt::format("the status of `{}` is no whole number", what));
    }
    match.status = table["status"].get<int>();
  }
  const auto contains = read_texts(table.value("contains", Json::array()), scope.run_id);
  const auto without = read_texts(table.value("without", Json::array()), scope.run_id);
  if (!contains || !without) {
    return cannot_plan(scope, fmt::format("`{}` wants texts in contains and without", what));
  }
  match.contains.assign(contains->begin(), contains->end());
  match.without = *without;
  if (!match.status && match.contains.empty() && match.without.empty()) {
    return cannot_plan(scope, fmt::format("`{}` would fit every answer", what),
                       "give a status, or a text that it contains");
  }
  return match;
}

}  // namespace gameday
