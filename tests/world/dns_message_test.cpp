// SPDX-License-Identifier: Apache-2.0
#include "world/dns_message.hpp"

#include <doctest/doctest.h>

using namespace gameday;

namespace {

constexpr std::uint16_t k_id = 0x1234;

std::string query(const char* name, std::uint16_t type = dns::k_type_a) {
  return dns::make_query(k_id, name, type);
}

dns::Told answered(const Result<std::string>& answer) {
  REQUIRE(answer);
  const auto told = dns::read_answer(*answer, k_id);
  REQUIRE(told);
  return *told;
}

}  // namespace

TEST_CASE("the question of a query is read, its name in lower case") {
  const auto question = dns::read_question(query("Shop.LAB", dns::k_type_aaaa));
  REQUIRE(question);
  CHECK(question->name == "shop.lab");
  CHECK(question->type == dns::k_type_aaaa);
  CHECK(question->end == query("shop.lab").size());
  CHECK(dns::read_question(query(""))->name.empty());
}

TEST_CASE("what is no query of one question is refused") {
  const std::string whole = query("shop.lab");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CHECK_FALSE(dns::read_question(whole.substr(0, length)));
  }
  std::string answer = whole;
  answer[2] = '\x80';
  CHECK_FALSE(dns::read_question(answer));
  std::string two = whole;
  two[5] = 2;
  CHECK_FALSE(dns::read_question(two));
  std::string pointer = whole;
  pointer[12] = '\xc0';
  CHECK_FALSE(dns::read_question(pointer));
}

TEST_CASE("a zone is its name and all below it, and nothing that only ends alike") {
  CHECK(dns::lies_in("shop.lab", "shop.lab"));
  CHECK(dns::lies_in("a.shop.lab.", "SHOP.lab."));
  CHECK_FALSE(dns::lies_in("myshop.lab", "shop.lab"));
  CHECK_FALSE(dns::lies_in("lab", "shop.lab"));
  CHECK(dns::lies_in("anything", ""));
}

TEST_CASE("answers say what they are to say, to the very question") {
  const std::string asked = query("shop.lab");
  const auto question = dns::read_question(asked).value();
  const dns::Told failed = answered(dns::servfail(asked, question));
  CHECK(failed.rcode == dns::k_rcode_servfail);
  CHECK(failed.addresses.empty());
  const dns::Told misled = answered(dns::wrong_answer(asked, question, "10.77.9.99"));
  CHECK(misled.rcode == 0);
  CHECK(misled.addresses == std::vector<std::string>{"10.77.9.99"});
  CHECK(answered(dns::wrong_answer(asked, question, "fd77::9")).addresses.empty());
  const std::string v6 = query("shop.lab", dns::k_type_aaaa);
  CHECK(answered(dns::wrong_answer(v6, dns::read_question(v6).value(), "fd77::9")).addresses ==
        std::vector<std::string>{"fd77::9"});
  CHECK_FALSE(dns::wrong_answer(asked, question, "nowhere"));
}

TEST_CASE("an answer to another question, or one cut off, is none") {
  const std::string asked = query("shop.lab");
  const auto answer =
      dns::wrong_answer(asked, dns::read_question(asked).value(), "10.77.9.99").value();
  CHECK_FALSE(dns::read_answer(answer, k_id + 1));
  for (std::size_t length = 0; length < answer.size(); ++length) {
    CHECK_FALSE(dns::read_answer(answer.substr(0, length), k_id));
  }
}
