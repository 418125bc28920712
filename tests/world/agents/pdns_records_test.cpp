// SPDX-License-Identifier: Apache-2.0
// The real server is in tests/regions/dns_traffic_test.cpp.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/world/support/tcp_server.hpp"
#include "world/agents.hpp"

using namespace gameday;

namespace {

Result<std::string> run(const std::string& verb, int port, const Json& more = Json::object()) {
  Json input{{"url", "http://127.0.0.1:" + std::to_string(port) + "/api/v1/servers/localhost"},
             {"zone", "pd.lab"},
             {"name", "shop.pd.lab"},
             {"type", "A"},
             {"secret", "hidden-key"}};
  input.update(more);
  const std::vector<std::string> words{verb};
  return k_agent_pdns_records.run({words, [&] { return input.dump(); }});
}

std::string answer(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status +
         "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

const std::string k_zone =
    R"({"rrsets": [{"name": "shop.pd.lab.", "type": "A", "ttl": 5,
        "records": [{"content": "10.77.1.20", "disabled": false}]}]})";

/// Answers each request with this zone and notes them all.
struct Api {
  std::string heard;
  TcpServer server{[this](int client) {
    std::string bytes(4096, '\0');
    const ssize_t got = recv(client, bytes.data(), bytes.size(), 0);
    heard += bytes.substr(0, got > 0 ? static_cast<std::size_t>(got) : 0);
    tell(client, answer("200 OK", k_zone));
  }};
};

}  // namespace

TEST_CASE("a set is looked at under the key") {
  Api api;
  CHECK(run("look", api.server.port()).value() == "{\"ttl\":5,\"values\":[\"10.77.1.20\"]}\n");
  CHECK(
      api.heard.starts_with("GET /api/v1/servers/localhost/zones/pd.lab.?rrset_name=shop.pd.lab."));
  CHECK(api.heard.find("X-API-Key: hidden-key\r\n") != std::string::npos);
}

TEST_CASE("a set that is what it should be already is left, and another one than expected, too") {
  Api api;
  CHECK(run("set", api.server.port(),
            {{"from", {"10.77.2.20"}}, {"to", {"10.77.1.20"}}, {"ttl", 5}}));
  const auto foreign =
      run("set", api.server.port(), {{"from", {"10.77.3.3"}}, {"to", {"10.77.2.20"}}, {"ttl", 5}});
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().why.find("somebody else") != std::string::npos);
  CHECK(api.heard.find("PATCH") == std::string::npos);
}

TEST_CASE("a key that is not taken is told without the key, and so is what is missing") {
  const TcpServer server{[](int client) {
    (void)hear(client, 4);
    tell(client, answer("401 Unauthorized", "Unauthorized"));
  }};
  const auto told = run("look", server.port());
  REQUIRE_FALSE(told);
  CHECK(told.error().kind == ErrorKind::refused);
  CHECK(told.error().text().find("hidden-key") == std::string::npos);
  CHECK_FALSE(run("set", server.port()));
  CHECK_FALSE(run("forget", server.port()));
}
