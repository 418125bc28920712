// SPDX-License-Identifier: Apache-2.0
#include "world/tsig.hpp"

#include <doctest/doctest.h>

#include "tests/world/support/recorded_dns.hpp"
#include "world/dns_records.hpp"

using namespace gameday;

namespace {

/// A recorded message as it was before it was signed.
std::string before_signing(const std::string& bytes) {
  const auto read = dns::read_message(bytes);
  REQUIRE(read);
  std::string message = bytes.substr(0, read->additional.back().at);
  message[11] = static_cast<char>(message[11] - 1);
  return message;
}

std::string why(const Result<std::string>& checked) {
  REQUIRE_FALSE(checked);
  CHECK(checked.error().kind == ErrorKind::refused);
  return checked.error().why;
}

}  // namespace

TEST_CASE("what nsupdate signs is signed alike, byte for byte") {
  for (const std::string& recorded : {recorded_update(), recorded_again()}) {
    const auto made = dns::sign_tsig(before_signing(recorded), recorded_key(), k_recorded_at);
    REQUIRE(made);
    CHECK(made->bytes == recorded);
    CHECK(made->mac.size() == 32);
  }
}

TEST_CASE("the server's answers are believed, and given without their signature") {
  const auto asked =
      dns::sign_tsig(before_signing(recorded_update()), recorded_key(), k_recorded_at).value();
  const auto told = dns::check_tsig(recorded_done(), recorded_key(), asked.mac, k_recorded_at);
  REQUIRE(told);
  CHECK(*told == before_signing(recorded_done()));
}

TEST_CASE("an answer that was changed, that answers another question, or is old is not believed") {
  const auto asked =
      dns::sign_tsig(before_signing(recorded_update()), recorded_key(), k_recorded_at).value();
  const auto check = [&](const std::string& answer, const dns::TsigKey& key, const std::string& mac,
                         std::uint64_t at) { return dns::check_tsig(answer, key, mac, at); };
  std::string changed = recorded_done();
  changed[3] = 5;
  CHECK(why(check(changed, recorded_key(), asked.mac, k_recorded_at)).find("this key") !=
        std::string::npos);
  CHECK(why(check(recorded_not_so(), recorded_key(), asked.mac, k_recorded_at)).find("this key") !=
        std::string::npos);
  CHECK(why(check(recorded_done(), {"gameday", "another"}, asked.mac, k_recorded_at))
            .find("this key") != std::string::npos);
  CHECK(why(check(recorded_done(), recorded_key(), asked.mac, k_recorded_at + 301)).find("clock") !=
        std::string::npos);
  CHECK(why(check(before_signing(recorded_done()), recorded_key(), asked.mac, k_recorded_at))
            .find("not signed") != std::string::npos);
}

TEST_CASE("a server that does not take the key says so") {
  const auto told = dns::check_tsig(recorded_bad_key(), {"other", "x"}, "", k_recorded_at);
  CHECK(why(told).find("BADKEY") != std::string::npos);
}

TEST_CASE("secrets come in base 64, and no error tells them") {
  CHECK(dns::read_tsig_secret("Z2FtZWRheSBsYWIsIG9wZW4gdG8gYWxsIGluIGl0ISE=\n").value() ==
        recorded_key().secret);
  CHECK(dns::read_tsig_secret("YQ==").value() == "a");
  for (const std::string_view bad : {"", "YQ", "!!!!", "YQ==="}) {
    CAPTURE(bad);
    const auto read = dns::read_tsig_secret(bad);
    REQUIRE_FALSE(read);
    if (!bad.empty()) CHECK(read.error().text().find(bad) == std::string::npos);
  }
  CHECK_FALSE(dns::sign_tsig("short", recorded_key(), 0));
}
