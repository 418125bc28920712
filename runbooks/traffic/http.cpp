// SPDX-License-Identifier: Apache-2.0
// Sends clients elsewhere by whatever HTTP API a traffic manager has: the inventory gives the
// request that shifts, the one that shows where clients go, and the one that takes it back.
// "{to}" in them is the region to send clients to. What was shown before is captured; a body of
// "{captured}" is that text, so that a revert can put back what was there.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "runbooks/traffic_kinds.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_to = "{to}";
constexpr std::string_view k_captured = "{captured}";
const std::vector<std::string_view> k_request{"method", "url", "headers", "body"};
const std::vector<std::string_view> k_match{"status", "contains", "without"};

const ParamSpec k_params[] = {
    {.name = "apply",
     .type = ParamType::table,
     .required = true,
     .help = "the request that shifts: method, url, headers, body; 2xx is done",
     .one_of = k_request},
    {.name = "look",
     .type = ParamType::table,
     .required = true,
     .help = "the request that shows where clients go",
     .one_of = k_request},
    {.name = "in_force",
     .type = ParamType::table,
     .required = true,
     .help = "what look answers once it is so: status, contains, without",
     .one_of = k_match},
    {.name = "gone",
     .type = ParamType::table,
     .help = "what it answers before and after",
     .fallback = "the very text that was captured",
     .one_of = k_match},
    {.name = "revert",
     .type = ParamType::table,
     .required = true,
     .help = "the request that takes it back; harmless when repeated",
     .one_of = k_request},
    {.name = "deadline", .type = ParamType::duration, .help = "for each request", .fallback = "5s"},
};

/// Reads requests and matches of one manager; the first error is kept.
class Reader {
 public:
  Reader(const TrafficManager& manager, const ShiftSpec& spec) : m_manager{manager}, m_spec{spec} {}

  Action action(const char* key) {
    const Json given = table(key);
    Http http;
    http.method = text(given, "method", "GET", key);
    http.url = text(given, "url", "", key);
    if (http.url.empty()) wrong(fmt::format("`{}` has no url", key));
    const Json headers = given.value("headers", Json::object());
    for (const auto& [name, value] : headers.items()) {
      http.headers.emplace_back(name, header(value, name));
    }
    if (given.contains("body")) http.body = {body(given["body"])};
    const auto deadline = m_manager.params.get<Duration>("deadline", std::chrono::seconds{5});
    return {
        {m_manager.host}, std::chrono::ceil<std::chrono::milliseconds>(deadline), std::move(http)};
  }

  Match match(const char* key) {
    const Json given = table(key);
    Match read;
    if (given.contains("status") && given["status"].is_number_integer()) {
      read.status = given["status"].get<int>();
    }
    for (std::string& piece : texts(given, "contains", key)) read.contains.emplace_back(piece);
    read.without = texts(given, "without", key);
    if (read == Match{}) {
      wrong(fmt::format("`{}` would fit every answer: give a status, or a text", key));
    }
    return read;
  }

  [[nodiscard]] const std::string& error() const { return m_error; }

 private:
  [[nodiscard]] Json table(const char* key) const {
    const auto found = m_manager.params.get<std::shared_ptr<const Json>>(key);
    return found ? *found : Json::object();
  }

  [[nodiscard]] std::string filled(std::string given) const {
    for (auto at = given.find(k_to); at != given.npos; at = given.find(k_to, at)) {
      given.replace(at, k_to.size(), m_spec.to);
      at += m_spec.to.size();
    }
    return given;
  }

  std::string text(const Json& given, const char* name, const char* fallback, const char* key) {
    if (!given.contains(name)) return fallback;
    if (given[name].is_string()) return filled(given[name].get<std::string>());
    wrong(fmt::format("`{}` of `{}` is no text", name, key));
    return {};
  }

  std::vector<std::string> texts(const Json& given, const char* name, const char* key) {
    const Json value = given.value(name, Json::array());
    std::vector<std::string> read;
    for (const Json& each : value.is_array() ? value : Json::array({value})) {
      if (each.is_string()) {
        read.push_back(filled(each.get<std::string>()));
      } else {
        wrong(fmt::format("`{}` of `{}` is no text or list of texts", name, key));
      }
    }
    return read;
  }

  /// A text, or a secret by reference.
  Arg header(const Json& value, const std::string& name) {
    if (value.is_string()) return filled(value.get<std::string>());
    for (const auto& [key, from] : {std::pair{"env", SecretRef::From::environment},
                                    std::pair{"file", SecretRef::From::file}}) {
      if (value.is_object() && value.size() == 1 && value.contains(key) && value[key].is_string()) {
        return SecretRef{from, value[key].get<std::string>()};
      }
    }
    wrong(fmt::format("the header {} is no text: write one, or {{ env = \"NAME\" }}", name));
    return {};
  }

  [[nodiscard]] Arg body(const Json& value) const {
    if (value.is_string() && value.get<std::string>() == k_captured) return Captured{"/text"};
    return filled(value.is_string() ? value.get<std::string>() : value.dump());
  }

  void wrong(std::string why) {
    if (m_error.empty()) m_error = std::move(why);
  }

  const TrafficManager& m_manager;
  const ShiftSpec& m_spec;
  std::string m_error;
};

Result<std::vector<Change>> shift(const TrafficManager& manager, const ShiftSpec& spec) {
  Reader reader{manager, spec};
  Change change;
  change.id = fmt::format("step.{}.{}", spec.step, manager.name);
  change.summary = fmt::format("send the clients of {} to {}", manager.name, spec.to);
  change.capture = reader.action("look");
  change.capture_fields = {"text"};
  change.apply = reader.action("apply");
  change.verify = {reader.action("look"), reader.match("in_force"), {}};
  if (manager.params.has("gone")) {
    change.verify.gone = reader.match("gone");
  } else {
    change.verify.gone.contains = {Captured{"/text"}};
  }
  change.revert = reader.action("revert");
  change.on_death = Fate::hold;
  change.on_abort = Fate::hold;
  if (reader.error().empty()) return std::vector{std::move(change)};
  return fail(ErrorKind::bad_input, "shift the traffic", manager.name, reader.error());
}

}  // namespace

const TrafficKind k_traffic_http{.name = "http",
                                 .summary =
                                     "whatever can be told to send clients elsewhere by an "
                                     "HTTP API",
                                 .params = k_params,
                                 .needs_host = false,
                                 .slots = SlotForm::none,
                                 .shift = shift};

}  // namespace gameday
