// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/rabbit_depth.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace gameday {
namespace {

tl::unexpected<Error> cannot(std::string why) {
  return fail(ErrorKind::bad_input, "read the depth of the queue", "", std::move(why));
}

}  // namespace

Result<RabbitDepth> read_rabbit_depth(const std::string& body, const std::string& date) {
  const Json json = Json::parse(body, nullptr, false);
  // Of what has not been counted yet there is an empty list.
  if (!json.is_object() && !json.is_array()) return cannot("the answer is no JSON");
  const auto messages = json.find("messages");
  if (messages == json.end() || !messages->is_number_unsigned()) {
    return cannot("the broker does not say how much waits");
  }
  RabbitDepth depth{.backlog = messages->get<std::int64_t>()};
  if (depth.backlog == 0) {
    depth.oldest = Duration{};
    return depth;
  }
  const auto first = json.find("head_message_timestamp");
  const time_t now = curl_getdate(date.c_str(), nullptr);
  if (first != json.end() && first->is_number_unsigned() && now > 0) {
    const auto age = std::chrono::seconds{now - first->get<std::int64_t>()};
    depth.oldest = std::max<Duration>(age, Duration{});
  }
  return depth;
}

std::string find_excess(const RabbitDepth& depth, std::int64_t max_backlog,
                        std::optional<Duration> max_age) {
  const bool too_old = max_age && (!depth.oldest || *depth.oldest > *max_age);
  if (depth.backlog <= max_backlog && !too_old) return {};
  const std::string age = depth.oldest ? format_duration(*depth.oldest) : "an unknown time";
  return fmt::format("{} messages wait, the oldest for {}", depth.backlog, age);
}

}  // namespace gameday
