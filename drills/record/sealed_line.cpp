// SPDX-License-Identifier: Apache-2.0
#include "drills/record/sealed_line.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <nlohmann/json.hpp>

namespace gameday {
namespace {

/// The object behind the seal, without its opening brace, is what the checksum is taken over.
constexpr std::string_view k_open = R"({"crc":")";
constexpr std::string_view k_close = R"(",)";
constexpr std::size_t k_digits = 8;

std::string checksum(std::string_view text) {
  const auto* bytes = reinterpret_cast<const Bytef*>(text.data());
  return fmt::format("{:08x}", crc32_z(0, bytes, text.size()));
}

}  // namespace

Result<std::string> seal(const Json& record, std::uint64_t sequence) {
  try {
    const std::string text = record.dump();
    return seal_members(std::string_view{text}.substr(1, text.size() - 2), sequence);
  } catch (const Json::exception& error) {
    return fail(ErrorKind::bad_input, "write a record", "", error.what());
  }
}

std::string seal_members(std::string_view members, std::uint64_t sequence) {
  const std::string rest =
      fmt::format(R"("seq":{}{}{}}})", sequence, members.empty() ? "" : ",", members);
  return fmt::format("{}{}{}{}\n", k_open, checksum(rest), k_close, rest);
}

std::optional<Json> unseal(std::string_view line) {
  if (!line.starts_with(k_open)) return std::nullopt;
  line.remove_prefix(k_open.size());
  if (line.size() < k_digits + k_close.size()) return std::nullopt;
  const std::string_view sum = line.substr(0, k_digits);
  line.remove_prefix(k_digits);
  if (!line.starts_with(k_close)) return std::nullopt;
  line.remove_prefix(k_close.size());
  if (checksum(line) != sum) return std::nullopt;
  Json record = Json::parse("{" + std::string{line}, nullptr, false);
  if (!record.is_object()) return std::nullopt;
  const auto number = record.find("seq");
  if (number == record.end() || !number->is_number_unsigned()) return std::nullopt;
  return record;
}

std::optional<Json> unseal(std::string_view line, std::uint64_t sequence) {
  std::optional<Json> record = unseal(line);
  if (!record || record->at("seq").get<std::uint64_t>() != sequence) return std::nullopt;
  return record;
}

}  // namespace gameday
