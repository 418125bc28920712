// SPDX-License-Identifier: Apache-2.0
#include "base/catalog.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace gameday;

namespace {

struct Kind {
  std::string_view name;
};

constexpr Kind k_http{"http"};
constexpr Kind k_tcp{"tcp"};
constexpr std::array<const Kind*, 2> k_kinds{&k_http, &k_tcp};

std::optional<std::string> suggest(std::string_view word) {
  constexpr std::array<std::string_view, 6> k_words{"every",    "timeout", "start_when",
                                                    "nftables", "tcp",     "http"};
  return nearest(word, k_words);
}

}  // namespace

TEST_CASE("a kind is found by its name") {
  CHECK(find_kind<Kind>(k_kinds, "tcp") == &k_tcp);
  CHECK(find_kind<Kind>(k_kinds, "TCP") == nullptr);
  CHECK(find_kind<Kind>({}, "tcp") == nullptr);
}

TEST_CASE("the names keep the list's order") {
  CHECK(names_of<Kind>(k_kinds) == std::vector<std::string_view>{"http", "tcp"});
}

TEST_CASE("a slip of the finger finds the word that was meant") {
  CHECK(suggest("evry") == "every");
  CHECK(suggest("timout") == "timeout");
  CHECK(suggest("start-when") == "start_when");
  CHECK(suggest("nftabels") == "nftables");
  CHECK(suggest("htpp") == "http");
  CHECK(suggest("evrey") == "every");
}

TEST_CASE("another case is no mistake at all") { CHECK(suggest("HTTP") == "http"); }

TEST_CASE("a word that is far from all is not explained away") {
  CHECK(!suggest("region"));
  CHECK(!suggest("ftp2"));
  CHECK(!suggest(""));
  CHECK(!suggest("x"));
  CHECK(!suggest(std::string(100'000, 'a')));
  CHECK(!nearest("every", {}));
}

TEST_CASE("of several near words the nearest wins") {
  constexpr std::array<std::string_view, 2> k_words{"target_a", "target_bb"};
  CHECK(nearest("target_b", k_words) == "target_a");
  constexpr std::array<std::string_view, 2> k_closer{"target_xy", "target_bb"};
  CHECK(nearest("target_b", k_closer) == "target_bb");
}
