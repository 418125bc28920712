// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/catalog.hpp"
#include "world/agents.hpp"
#include "world/cloud/aws_client.hpp"
#include "world/cloud/aws_world.hpp"
#include "world/held_process.hpp"

namespace gameday {

/// Runs an agent as a change does, for the fault cut-a of the run 1a2b3c4d, against this endpoint.
inline Result<Json> run_aws_agent(const std::string& endpoint, const std::string& name,
                                  const std::string& verb, Json input,
                                  std::chrono::seconds deadline = std::chrono::seconds{10}) {
  setenv("AWS_ACCESS_KEY_ID", "test", 1);
  setenv("AWS_SECRET_ACCESS_KEY", "test", 1);
  setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
  input["aws"]["region"] = "eu-west-1";
  input["aws"]["endpoint"] = endpoint;
  input["run"] = "1a2b3c4d";
  input["fault"] = "cut-a";
  input["deadline_s"] = deadline.count();
  const Agent* found = find_kind(agents(), name);
  REQUIRE(found != nullptr);
  const std::vector<std::string> words{verb};
  const auto printed = found->run({words, [&] { return input.dump(); }});
  if (!printed) return tl::unexpected(printed.error());
  return Json::parse(*printed);
}

/// One server of moto on 127.0.0.1 for all tests of this program, at a port that the kernel chose.
/// `tools/setup-tests` brings it. Each test that asks for it finds it empty.
class Moto {
 public:
  static Moto& fresh() {
    static Moto moto;
    REQUIRE_MESSAGE(!moto.m_endpoint.empty(), "moto does not run: tools/setup-tests brings it");
    moto.post("/moto-api/reset", "");
    return moto;
  }

  [[nodiscard]] const std::string& endpoint() const { return m_endpoint; }

  /// A client that the test itself uses, to make things and to look at them.
  [[nodiscard]] AwsClient client() const {
    return {{.region = "eu-west-1", .endpoint = m_endpoint},
            {.key_id = "test", .secret = "test", .token = {}, .source = "a test"},
            m_world,
            std::chrono::seconds{20}};
  }
  XmlElement query(const AwsQuery& query) {
    m_server->drain();  // or its log would fill the pipe
    auto answer = client().query(query);
    REQUIRE_MESSAGE(answer, answer.error().text());
    return std::move(*answer);
  }
  Json json(const AwsJsonRequest& request) {
    m_server->drain();
    auto answer = client().json(request);
    REQUIRE_MESSAGE(answer, answer.error().text());
    return std::move(*answer);
  }
  void post(const std::string& path, const std::string& body) const {
    const auto done = send_http({"POST", m_endpoint + path, {}, body}, std::chrono::seconds{5});
    REQUIRE(done);
    REQUIRE(done->ok);
  }

  /// Runs an agent as a change does; see run_aws_agent.
  Result<Json> agent(const std::string& name, const std::string& verb, Json input,
                     std::chrono::seconds deadline = std::chrono::seconds{10},
                     const std::string& profile = {}) {
    m_server->drain();
    if (!profile.empty()) input["aws"]["profile"] = profile;
    return run_aws_agent(m_endpoint, name, verb, std::move(input), deadline);
  }

 private:
  Moto() : m_world{real_aws_world()} {
    const std::string python = std::string{GAMEDAY_SOURCE_DIR} + "/build-tools/moto/bin/python";
    auto started = HeldProcess::start({python, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"},
                                      {.folder = "/"});
    if (!started) return;
    m_server.emplace(std::move(*started));
    constexpr std::string_view k_says = "Running on http://";
    const auto up = m_server->wait_until(
        [&] {
          const auto at = m_server->err().find(k_says);
          return at != std::string::npos && m_server->err().find('\n', at) != std::string::npos;
        },
        Deadline{std::chrono::seconds{20}});
    if (!up) return;
    const auto at = m_server->err().find(k_says) + k_says.size();
    const auto end = m_server->err().find_first_of(" \n\r", at);
    m_endpoint = "http://" + m_server->err().substr(at, end - at);
  }

  AwsWorld m_world;
  std::optional<HeldProcess> m_server;
  std::string m_endpoint;
};

}  // namespace gameday
