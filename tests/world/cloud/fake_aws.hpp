// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "world/cloud/aws_client.hpp"

namespace gameday {

/// AWS as a test scripts it: answers in their order (the last one for ever), and what was asked.
class FakeAws {
 public:
  FakeAws() {
    world.send = [this](const HttpRequest& request, std::chrono::milliseconds) {
      requests.push_back(request);
      Result<Outcome> answer = answers.front();
      if (answers.size() > 1) answers.pop_front();
      return answer;
    };
    world.wall = [this] { return now; };
    world.pause = [this](std::chrono::milliseconds length) { pauses.push_back(length); };
    world.random = [] { return 0.5; };
    world.read_file = [this](const std::string& path) -> std::optional<std::string> {
      const auto found = files.find(path);
      return found == files.end() ? std::nullopt : std::optional{found->second};
    };
  }
  FakeAws(const FakeAws&) = delete;
  FakeAws& operator=(const FakeAws&) = delete;

  void answer(int status, std::string body) {
    answers.push_back(Outcome{status >= 200 && status < 300, status, std::move(body), {}});
  }
  void lose_answer() { answers.push_back(fail(ErrorKind::timeout, "ask", "", "lost")); }

  [[nodiscard]] AwsClient client(std::chrono::milliseconds deadline = std::chrono::seconds{30}) {
    return {{.region = "eu-west-1"},
            {.key_id = "AKIDEXAMPLE", .secret = "hidden", .token = {}, .source = "a test"},
            world,
            deadline};
  }

  /// What a query asked for: the value of one of its fields; empty where it has none.
  [[nodiscard]] static std::string field(const HttpRequest& request, const std::string& name) {
    const std::string body = "&" + request.body + "&";
    const auto at = body.find("&" + name + "=");
    if (at == body.npos) return {};
    const auto start = at + name.size() + 2;
    return body.substr(start, body.find('&', start) - start);
  }

  AwsWorld world;
  std::deque<Result<Outcome>> answers;
  std::vector<HttpRequest> requests;
  std::vector<std::chrono::milliseconds> pauses;
  std::map<std::string, std::string> files;
  WallTime now{std::chrono::seconds{1'440'938'160}};  // 2015-08-30T12:36:00Z
};

}  // namespace gameday
