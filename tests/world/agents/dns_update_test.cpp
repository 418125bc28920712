// SPDX-License-Identifier: Apache-2.0
// The real server is in tests/regions/dns_traffic_test.cpp.
#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/world/support/recorded_dns.hpp"
#include "tests/world/support/tcp_server.hpp"
#include "world/agents.hpp"
#include "world/dns_update.hpp"

using namespace gameday;

namespace {

Json brief(int port) {
  return {{"server", "127.0.0.1:" + std::to_string(port)},
          {"zone", "dr.lab"},
          {"name", "shop.dr.lab"},
          {"type", "A"},
          {"key", "gameday"},
          {"secret", "Z2FtZWRheSBsYWIsIG9wZW4gdG8gYWxsIGluIGl0ISE="}};
}

Result<std::string> run(const std::string& verb, const Json& input) {
  const std::vector<std::string> words{verb};
  return k_agent_dns_update.run({words, [&] { return input.dump(); }});
}

/// Answers a question as BIND would where the record is this. It signs as a question is signed:
/// over no other's code, so what it says answers nobody.
void answer(int client) {
  std::array<char, 1024> bytes{};
  const ssize_t got = ::recv(client, bytes.data(), bytes.size(), 0);
  const std::string question{bytes.data() + 2, static_cast<std::size_t>(got) - 2};
  dns::Message told = dns::read_message(question).value();
  told.additional.clear();
  told.flags = 0x8400;
  told.answers = {{"shop.dr.lab", 1, 1, 5, dns::record_data(1, "10.77.1.20").value()}};
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  const auto made =
      dns::sign_tsig(dns::write_message(told), recorded_key(), static_cast<std::uint64_t>(now));
  std::string framed;
  dns::put16(framed, static_cast<std::uint16_t>(made->bytes.size()));
  tell(client, framed + made->bytes);
}

}  // namespace

TEST_CASE("an answer that is not signed over our question is not believed") {
  const TcpServer server{answer};
  const auto told = run("look", brief(server.port()));
  REQUIRE_FALSE(told);
  CHECK(told.error().kind == ErrorKind::refused);
}

TEST_CASE("a server that is not there, and one that hangs up, are told by their address") {
  const auto nobody = run("look", brief(1));
  REQUIRE_FALSE(nobody);
  CHECK(nobody.error().text().find("127.0.0.1:1") != std::string::npos);
  const TcpServer server{[](int client) { (void)hear(client, 2); }};
  CHECK_FALSE(run("look", brief(server.port())));
}

TEST_CASE("what is missing is told, and never the secret") {
  CHECK_FALSE(run("forget", brief(1)));
  Json input = brief(1);
  input["secret"] = "not base 64";
  const auto told = run("look", input);
  REQUIRE_FALSE(told);
  CHECK(told.error().text().find("not base 64") == std::string::npos);
  CHECK_FALSE(run("set", brief(1)));
  input = brief(1);
  input.erase("zone");
  CHECK_FALSE(run("look", input));
}
