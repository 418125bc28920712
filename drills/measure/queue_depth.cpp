// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/queue_depth.hpp"

#include <algorithm>
#include <charconv>

namespace gameday {
namespace {

using Kind = RespReply::Kind;

tl::unexpected<Error> cannot(std::string why) {
  return fail(ErrorKind::bad_input, "read the depth of the queue", "", std::move(why));
}

/// The value behind a name in a list of names and values.
const RespReply* member(const RespReply& list, std::string_view name) {
  for (std::size_t i = 0; i + 1 < list.items.size(); i += 2) {
    if (list.items[i].text == name) return &list.items[i + 1];
  }
  return nullptr;
}

const RespReply* find_group(const RespReply& groups, const std::string& name) {
  for (const RespReply& group : groups.items) {
    const RespReply* called = member(group, "name");
    if (called != nullptr && called->text == name) return &group;
  }
  return nullptr;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end == text.data()) return std::nullopt;
  return value;
}

/// When a message with this id was added.
std::optional<Duration> added_at(const std::string& id) {
  const auto ms = whole_number(id.substr(0, id.find('-')));
  if (!ms) return std::nullopt;
  return std::chrono::milliseconds{*ms};
}

}  // namespace

Result<QueueDepth> read_depth(const std::vector<RespReply>& replies, const std::string& group) {
  for (const RespReply& reply : replies) {
    if (reply.kind == Kind::error) return cannot(reply.text);
  }
  if (replies.size() != 3 || replies[0].items.size() != 2) return cannot("the replies are others");
  QueueDepth depth;
  const auto seconds = whole_number(replies[0].items[0].text);
  const auto micros = whole_number(replies[0].items[1].text);
  if (!seconds || !micros) return cannot("the server's time is none");
  depth.now = std::chrono::seconds{*seconds} + std::chrono::microseconds{*micros};
  const RespReply* found = find_group(replies[1], group);
  if (found == nullptr) return cannot("there is no group " + group);
  const RespReply* lag = member(*found, "lag");
  const RespReply* pending = member(*found, "pending");
  const RespReply* last = member(*found, "last-delivered-id");
  if (lag == nullptr || lag->kind != Kind::number) return cannot("the server cannot tell its lag");
  if (pending == nullptr || last == nullptr) return cannot("the group tells too little");
  depth.undelivered = lag->number;
  depth.backlog = lag->number + pending->number;
  depth.last_delivered = last->text;
  if (replies[2].items.size() > 1) depth.oldest_pending = replies[2].items[1].text;
  return depth;
}

Result<Duration> oldest_age(const QueueDepth& depth, const RespReply& first_undelivered) {
  if (first_undelivered.kind == Kind::error) return cannot(first_undelivered.text);
  std::vector<std::string> ids;
  if (!depth.oldest_pending.empty()) ids.push_back(depth.oldest_pending);
  if (!first_undelivered.items.empty() && !first_undelivered.items[0].items.empty()) {
    ids.push_back(first_undelivered.items[0].items[0].text);
  }
  Duration oldest{};
  for (const std::string& id : ids) {
    const auto at = added_at(id);
    if (!at) return cannot(id + " is no id of a message");
    oldest = std::max(oldest, depth.now - *at);
  }
  return oldest;
}

}  // namespace gameday
