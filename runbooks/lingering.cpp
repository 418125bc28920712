// SPDX-License-Identifier: Apache-2.0
#include "runbooks/lingering.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

namespace gameday {
namespace {

constexpr std::int64_t k_longest = 604'800;  ///< a week, in seconds

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (wrong != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What follows this piece of a text, where it is known already.
const std::string* behind(const Text& text, std::string_view piece) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto* here = std::get_if<std::string>(&text[i]);
    if (here != nullptr && *here == piece) return std::get_if<std::string>(&text[i + 1]);
  }
  return nullptr;
}

}  // namespace

std::optional<std::chrono::seconds> lingers(const Change& change) {
  const auto* back = change.revert ? std::get_if<Exec>(&change.revert->what) : nullptr;
  if (back == nullptr) return std::nullopt;
  std::optional<std::int64_t> ttl;
  if (const auto* number = behind(back->stdin_text, R"(,"ttl":)")) {
    ttl = whole_number(*number);
  } else if (const auto* prior = behind(back->stdin_text, R"(,"prior":)")) {
    const Json captured = Json::parse(*prior, nullptr, false);
    if (captured.is_object() && captured.contains("ttl") && captured["ttl"].is_number_integer()) {
      ttl = captured["ttl"].get<std::int64_t>();
    }
  }
  if (!ttl || *ttl < 0 || *ttl > k_longest) return std::nullopt;
  return std::chrono::seconds{*ttl};
}

}  // namespace gameday
