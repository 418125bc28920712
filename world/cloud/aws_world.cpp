// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_world.hpp"

#include <fstream>
#include <memory>
#include <random>
#include <thread>

#include "world/clock.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_longest_file = 1U << 20U;

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::string text(k_longest_file + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad()) return std::nullopt;
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > k_longest_file) return std::nullopt;
  return text;
}

}  // namespace

AwsWorld real_aws_world() {
  auto engine = std::make_shared<std::mt19937>(std::random_device{}());
  return {.send = send_http,
          .wall = [] { return RealClock{}.wall(); },
          .pause = [](std::chrono::milliseconds length) { std::this_thread::sleep_for(length); },
          .random = [engine] { return std::generate_canonical<double, 32>(*engine); },
          .read_file = read_file,
          .variables = read_aws_variables()};
}

}  // namespace gameday
