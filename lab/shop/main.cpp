// SPDX-License-Identifier: Apache-2.0
// gameday-shop REGION PORT CONNINFO [QUEUE]: a small shop that runs in two regions, to practise on.
// QUEUE is "address:port" of the Redis of its region, for background jobs.
#include <charconv>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "lab/shop/server.hpp"
#include "lab/shop/service.hpp"

int main(int argc, char** argv) {
  const bool complete = argc == 4 || argc == 5;
  const std::string port_text = complete ? argv[2] : "";
  std::uint16_t port = 0;
  const char* end = port_text.data() + port_text.size();
  if (std::from_chars(port_text.data(), end, port).ptr != end || port == 0) {
    fmt::print(stderr, "usage: gameday-shop REGION PORT CONNINFO [QUEUE]\n");
    return EXIT_FAILURE;
  }
  gameday::shop::Service service{argv[1], argv[3], argc == 5 ? argv[4] : ""};
  const auto served = gameday::shop::serve(port, argv[1], service);
  if (!served) fmt::print(stderr, "gameday-shop: {}\n", served.error().text());
  return EXIT_FAILURE;
}
