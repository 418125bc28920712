// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "cli/application.hpp"
#include "tests/world/support/listener.hpp"
#include "world/dial.hpp"

using namespace gameday;

namespace {

int run(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"gameday", "dial"});
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return run_application(static_cast<int>(argv.size()), argv.data());
}

}  // namespace

TEST_CASE("dial tells by its exit status what came of the connect") {
  Listener listener;
  REQUIRE(listener.good());
  CHECK(run({listener.endpoint()}) == static_cast<int>(Dialled::connected));
  CHECK(run({listener.endpoint(), "--timeout", "2s"}) == 0);
  listener.close_now();
  CHECK(run({listener.endpoint(), "--timeout", "2s"}) == 1);
  CHECK(run({"255.255.255.255:80"}) == 3);
}

TEST_CASE("dial with bad arguments never looks like an answer of the network") {
  CHECK(run({"nonsense"}) == 3);
  CHECK(run({"127.0.0.1:80", "--timeout", "500"}) == 3);
  CHECK(run({}) == 4);
}
