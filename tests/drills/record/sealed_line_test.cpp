// SPDX-License-Identifier: Apache-2.0
#include "drills/record/sealed_line.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace gameday {
namespace {

std::string sealed(const Json& record, std::uint64_t sequence) {
  std::string line = seal(record, sequence).value();
  REQUIRE(line.back() == '\n');
  line.pop_back();
  return line;
}

TEST_CASE("a sealed line is JSON and gives the record back") {
  const std::string line = sealed({{"record", "head"}, {"pid", 7}}, 3);
  CHECK(Json::parse(line).at("record") == "head");
  const auto record = unseal(line, 3);
  REQUIRE(record.has_value());
  CHECK(record->at("pid") == 7);
}

TEST_CASE("every flipped bit and every missing byte is noticed") {
  const std::string line = sealed({{"a", "x"}, {"b", Json::array({1, 2})}}, 12);
  for (std::size_t at = 0; at < line.size(); ++at) {
    std::string damaged = line;
    damaged[at] = static_cast<char>(damaged[at] ^ 1);
    CHECK_FALSE(unseal(damaged, 12).has_value());
    CHECK_FALSE(unseal(line.substr(0, at), 12).has_value());
  }
}

TEST_CASE("a line in the wrong place is noticed") {
  CHECK_FALSE(unseal(sealed({{"a", 1}}, 4), 5).has_value());
}

TEST_CASE("text that is not UTF-8 is refused, not changed") {
  CHECK(seal({{"a", "\xff"}}, 0).error().kind == ErrorKind::bad_input);
}

TEST_CASE("newlines inside a text do not break the line") {
  const std::string line = sealed({{"a", "x\ny"}}, 0);
  CHECK(line.find('\n') == std::string::npos);
  CHECK(unseal(line, 0)->at("a") == "x\ny");
}

}  // namespace
}  // namespace gameday
