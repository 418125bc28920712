// SPDX-License-Identifier: Apache-2.0
#include "drills/checks/asking.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace gameday::asking {

Action get(const Contact& monitor, const std::string& path) {
  std::string url = monitor.params.get<std::string>("url");
  while (url.ends_with('/')) url.pop_back();
  Http http{.method = "GET", .url = url + path};
  const auto secret = monitor.params.get<SecretRef>("authorization");
  if (monitor.params.has("authorization")) http.headers.emplace_back("Authorization", secret);
  return {.host = {}, .deadline = k_patience, .what = std::move(http)};
}

std::string escaped(std::string_view text) {
  constexpr std::string_view k_plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    if (k_plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

Result<Json> document(const std::string& what, const Outcome& outcome) {
  constexpr std::size_t k_told = 200;
  if (!outcome.ok) {
    return fail(ErrorKind::failed, "ask about", what,
                fmt::format("it answered {}: {}", outcome.status, outcome.out.substr(0, k_told)));
  }
  Json json = Json::parse(outcome.out, nullptr, false);
  if (json.is_discarded()) {
    return fail(ErrorKind::failed, "ask about", what, "its answer is no JSON");
  }
  return json;
}

std::string text_of(const Json& object, std::string_view member) {
  if (!object.is_object()) return {};
  const auto found = object.find(member);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::vector<std::string> texts_of(const Json& object, std::string_view list,
                                  std::string_view member) {
  std::vector<std::string> texts;
  if (!object.is_object()) return texts;
  const auto found = object.find(list);
  if (found == object.end() || !found->is_array()) return texts;
  for (const Json& item : *found) {
    if (member.empty() && item.is_string()) texts.push_back(item.get<std::string>());
    if (member.empty()) continue;
    if (std::string text = text_of(item, member); !text.empty()) texts.push_back(std::move(text));
  }
  return texts;
}

bool has_labels(const AlertSpec& alert, const Json& labels) {
  if (text_of(labels, "alertname") != alert.name) return false;
  return std::ranges::all_of(alert.labels, [&](const auto& label) {
    return text_of(labels, label.first) == label.second;
  });
}

std::optional<WallTime> time_of(const Json& object, std::string_view member) {
  const Result<WallTime> time = parse_utc(text_of(object, member));
  return time ? std::optional{*time} : std::nullopt;
}

}  // namespace gameday::asking
