// SPDX-License-Identifier: Apache-2.0
#include "world/dns_records.hpp"

#include <doctest/doctest.h>

#include "tests/world/support/recorded_dns.hpp"
#include "world/dns_message.hpp"

using namespace gameday;

TEST_CASE("a message of another's making is read record by record") {
  const auto read = dns::read_message(recorded_update());
  REQUIRE(read);
  CHECK(read->id == 0x42f0);
  REQUIRE(read->questions.size() == 1);
  CHECK(read->questions[0].name == "dr.lab");
  CHECK(read->questions[0].type == dns::k_type_soa);
  REQUIRE(read->answers.size() == 1);
  CHECK(read->answers[0].name == "shop.dr.lab");
  CHECK(dns::record_text(1, read->answers[0].data) == "10.77.1.20");
  REQUIRE(read->authority.size() == 2);
  CHECK(read->authority[1].ttl == 5);
  CHECK(dns::record_text(1, read->authority[1].data) == "10.77.2.20");
  REQUIRE(read->additional.size() == 1);
  CHECK(read->additional[0].type == dns::k_type_tsig);
}

TEST_CASE("what is written is read as the same") {
  const dns::Message message{
      .id = 7,
      .flags = 0x8400,
      .questions = {{"shop.lab", 1}},
      .answers = {{"shop.lab", dns::k_type_cname, 1, 60, dns::name_bytes("b.shop.lab").value()}},
      .authority = {},
      .additional = {{"", 41, 1232, 0, "opt"}}};
  const std::string bytes = dns::write_message(message);
  const auto read = dns::read_message(bytes);
  REQUIRE(read);
  CHECK(read->is_answer());
  CHECK(read->is_authoritative());
  CHECK_FALSE(read->is_cut());
  CHECK(read->rcode() == 0);
  CHECK(dns::record_text(dns::k_type_cname, read->answers.at(0).data) == "b.shop.lab");
  CHECK(read->additional.at(0).data == "opt");
  CHECK(dns::write_message(*read) == bytes);
}

TEST_CASE("a message that ends early, goes on, or has a pointer that leads nowhere is refused") {
  const std::string whole = recorded_done();
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(dns::read_message(whole.substr(0, length)));
  }
  CHECK_FALSE(dns::read_message(whole + "x"));
  std::string loop = dns::make_query(1, "shop.lab", 1);
  loop.replace(12, 2, "\xc0\x0c");
  CHECK_FALSE(dns::read_message(loop));
  std::string forward = loop;
  forward[13] = '\x10';
  CHECK_FALSE(dns::read_message(forward));
  CHECK_FALSE(dns::read_message(std::string(12, '\xff')));
}

TEST_CASE("names are written in lower case, and those that are none are refused") {
  CHECK(dns::name_bytes("Shop.LAB.").value() == std::string{"\4shop\3lab\0", 10});
  CHECK(dns::name_bytes("").value() == std::string(1, '\0'));
  CHECK(dns::name_text(dns::name_bytes("shop.lab").value()).value() == "shop.lab");
  for (const std::string& name :
       {std::string{"a..b"}, std::string{".a"}, std::string(64, 'a'), std::string{"a.."}}) {
    CAPTURE(name);
    CHECK_FALSE(dns::name_bytes(name));
  }
  std::string longest = std::string(63, 'a');
  for (int i = 0; i < 3; ++i) longest += "." + std::string(63, 'a');
  CHECK_FALSE(dns::name_bytes(longest));
}

TEST_CASE("data are addresses of their own kind, or names") {
  CHECK(dns::record_type("AAAA").value() == 28);
  CHECK_FALSE(dns::record_type("a"));
  CHECK(dns::record_data(1, "10.77.1.20").value().size() == 4);
  CHECK(dns::record_text(28, dns::record_data(28, "fd77::1").value()) == "fd77::1");
  CHECK_FALSE(dns::record_data(1, "fd77::1"));
  CHECK_FALSE(dns::record_data(28, "10.77.1.20"));
  CHECK(dns::record_text(99, "\x01\xff") == "0x01ff");
}
