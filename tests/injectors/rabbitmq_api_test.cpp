// SPDX-License-Identifier: Apache-2.0
#include "injectors/rabbitmq_api.hpp"

#include <doctest/doctest.h>

using namespace gameday;

TEST_CASE("names are written as a path takes them") {
  CHECK(in_path("/") == "%2F");
  CHECK(in_path("mail.out-1_x y") == "mail%2Eout-1_x%20y");
  Queue queue;
  queue.stream = "mail.out";
  CHECK(queue_path(queue) == "/queues/%2F/mail%2Eout");
}

TEST_CASE("a request is sent from the host, as whom the inventory says, else as guest") {
  Queue queue;
  queue.api = "http://10.77.1.40:15672/api";
  const Action as_guest = ask_rabbitmq(queue, "rabbit-a", "GET", "/overview");
  CHECK(as_guest.host.name == "rabbit-a");
  const auto& http = std::get<Http>(as_guest.what);
  CHECK(http.url == "http://10.77.1.40:15672/api/overview");
  CHECK(http.headers.at(0).second == Arg{"Basic Z3Vlc3Q6Z3Vlc3Q="});
  queue.password = SecretRef{SecretRef::From::environment, "RABBIT"};
  CHECK(std::get<SecretRef>(authorization_of(queue)).name == "RABBIT");
}
