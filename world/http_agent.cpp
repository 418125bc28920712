// SPDX-License-Identifier: Apache-2.0
#include "world/http_agent.hpp"

#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"

namespace gameday {

std::string write_request(const HttpRequest& request, std::chrono::milliseconds deadline) {
  return Json{{"method", request.method},
              {"url", request.url},
              {"headers", request.headers},
              {"body", request.body},
              {"deadline_ms", deadline.count()}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<AskedRequest> read_request(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  JsonReader reader{json, "a request"};
  AskedRequest asked;
  asked.request.method = reader.text("method");
  asked.request.url = reader.text("url");
  asked.request.body = reader.text("body");
  asked.deadline = std::chrono::milliseconds{reader.integer("deadline_ms", 1, 3'600'000)};
  for (const Json* header : reader.list("headers")) {
    if (!header->is_array() || header->size() != 2 || !header->at(0).is_string() ||
        !header->at(1).is_string()) {
      reader.wrong("a header is a name and a value");
      continue;
    }
    asked.request.headers.emplace_back(header->at(0).get<std::string>(),
                                       header->at(1).get<std::string>());
  }
  return reader.finish(std::move(asked));
}

std::string write_answer(const Outcome& outcome) {
  return Json{{"status", outcome.status}, {"body", outcome.out}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

Result<Outcome> read_http_answer(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  JsonReader reader{json, "an answer"};
  Outcome outcome;
  outcome.status = static_cast<int>(reader.integer("status", 0, 999));
  outcome.out = reader.text("body");
  outcome.ok = outcome.status >= 200 && outcome.status < 300;
  return reader.finish(std::move(outcome));
}

}  // namespace gameday
