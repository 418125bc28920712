// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/http_expectation.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace gameday {

namespace {

Json parse_body(const HttpAnswer& answer) { return Json::parse(answer.body, nullptr, false); }

/// For an error: short, and never a reason to throw.
std::string show(const Json& value) {
  constexpr std::size_t k_longest = 80;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > k_longest) text = text.substr(0, k_longest) + "...";
  return text;
}

tl::unexpected<Error> refuse(std::string why) {
  return fail(ErrorKind::bad_input, "read what the probe expects", "expect", std::move(why));
}

}  // namespace

std::string HttpExpectation::region_header() const {
  return region_from.empty() ? "X-Region" : region_from;
}

Result<HttpExpectation> read_expectation(const Params& params) {
  HttpExpectation expected;
  expected.region_from = params.get<std::string>("region_from");
  const auto table = params.get<std::shared_ptr<const Json>>("expect");
  if (!table) return expected;
  if (!table->is_object()) return refuse("it is no table");
  if (const auto status = table->find("status"); status != table->end()) {
    if (!status->is_number_integer() || *status < 100 || *status > 599) {
      return refuse("its status must be a number from 100 to 599");
    }
    expected.status = status->get<int>();
  }
  if (const auto members = table->find("json"); members != table->end()) {
    if (!members->is_object()) return refuse("its json must be a table of members and values");
    expected.members = std::make_shared<const Json>(*members);
  }
  return expected;
}

std::string find_fault(const HttpExpectation& expected, const HttpAnswer& answer) {
  if (!answer.error.empty()) return answer.error;
  if (answer.status != expected.status) {
    return fmt::format("status {} instead of {}", answer.status, expected.status);
  }
  if (!expected.members) return {};
  const Json body = parse_body(answer);
  if (!body.is_object()) return "the body is no JSON object";
  for (const auto& [name, value] : expected.members->items()) {
    const auto found = body.find(name);
    if (found == body.end()) return fmt::format("the body has no {}", name);
    if (*found != value) {
      return fmt::format("{} is {} instead of {}", name, show(*found), show(value));
    }
  }
  return {};
}

std::string find_region(const HttpExpectation& expected, const HttpAnswer& answer) {
  if (!answer.header.empty()) return answer.header;
  if (answer.body.empty()) return {};
  const Json body = parse_body(answer);
  const std::string member = expected.region_from.empty() ? "region" : expected.region_from;
  if (!body.is_object() || !body.contains(member) || !body[member].is_string()) return {};
  return body[member].get<std::string>();
}

}  // namespace gameday
