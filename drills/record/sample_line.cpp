// SPDX-License-Identifier: Apache-2.0
#include "drills/record/sample_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

namespace gameday {
namespace {

constexpr std::array<std::string_view, 3> k_results{"acknowledged", "refused", "in_doubt"};

bool is_plain(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

/// Text that a server gave us may hold anything; what is not UTF-8 is replaced.
std::string quoted(std::string_view text) {
  if (is_plain(text)) return fmt::format("\"{}\"", text);
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Appends to a line's members as they are written.
class Members {
 public:
  Members(const char* name, std::string_view owner) {
    fmt::format_to(std::back_inserter(m_text), R"("{}":{})", name, quoted(owner));
  }
  void number(const char* name, std::int64_t value) {
    fmt::format_to(std::back_inserter(m_text), R"(,"{}":{})", name, value);
  }
  void text(const char* name, std::string_view value) {
    if (value.empty()) return;
    fmt::format_to(std::back_inserter(m_text), R"(,"{}":{})", name, quoted(value));
  }
  void times(Instant intended, Instant sent, Instant done) {
    number("i", to_ns(intended));
    number("s", to_ns(sent));
    number("d", to_ns(done));
  }
  [[nodiscard]] std::string take() { return std::move(m_text); }

 private:
  std::string m_text;
};

/// Takes members out of a record; `ok` is false once one was not what it must be.
class Taker {
 public:
  explicit Taker(const Json& record) : m_record(record) {}

  std::int64_t number(const char* name, std::optional<std::int64_t> fallback = {}) {
    const auto found = m_record.find(name);
    if (found == m_record.end() && fallback) return *fallback;
    if (found != m_record.end() && found->is_number_integer()) return found->get<std::int64_t>();
    ok = false;
    return 0;
  }
  std::string text(const char* name, bool required = false) {
    const auto found = m_record.find(name);
    if (found == m_record.end() && !required) return {};
    if (found != m_record.end() && found->is_string()) return found->get<std::string>();
    ok = false;
    return {};
  }
  template <class T>
  void times(T& into) {
    into.intended = from_ns(number("i"));
    into.sent = from_ns(number("s"));
    into.done = from_ns(number("d"));
  }
  bool ok = true;

 private:
  const Json& m_record;
};

}  // namespace

std::string_view to_string(WriteResult result) {
  return k_results.at(static_cast<std::size_t>(result));
}

std::string sample_members(std::string_view probe, const Sample& sample) {
  Members members{"p", probe};
  members.times(sample.intended, sample.sent, sample.done);
  members.number("g", sample.good ? 1 : 0);
  if (sample.code != 0) members.number("c", sample.code);
  if (sample.lookup.count() != 0) members.number("l", sample.lookup.count());
  members.text("r", sample.region);
  members.text("e", sample.error);
  return members.take();
}

std::string write_members(std::string_view ledger, const Write& write) {
  Members members{"w", ledger};
  members.number("n", write.id);
  members.times(write.intended, write.sent, write.done);
  members.text("o", to_string(write.result));
  members.text("r", write.region);
  members.text("e", write.error);
  return members.take();
}

std::optional<Named<Sample>> sample_from(const Json& record) {
  Taker take{record};
  Named<Sample> named{take.text("p", true), {}};
  take.times(named.value);
  named.value.good = take.number("g") == 1;
  named.value.code = static_cast<int>(take.number("c", 0));
  named.value.lookup = Duration{take.number("l", 0)};
  named.value.region = take.text("r");
  named.value.error = take.text("e");
  if (!take.ok) return std::nullopt;
  return named;
}

std::optional<Named<Write>> write_from(const Json& record) {
  Taker take{record};
  Named<Write> named{take.text("w", true), {}};
  named.value.id = take.number("n");
  take.times(named.value);
  const auto result = std::ranges::find(k_results, take.text("o", true));
  named.value.region = take.text("r");
  named.value.error = take.text("e");
  if (!take.ok || result == k_results.end()) return std::nullopt;
  named.value.result = static_cast<WriteResult>(result - k_results.begin());
  return named;
}

}  // namespace gameday
