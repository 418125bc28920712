// SPDX-License-Identifier: Apache-2.0
#include "injectors/rabbitmq_api.hpp"

#include <cctype>
#include <fmt/format.h>

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{5000};
/// guest:guest
constexpr const char* k_guest = "Basic Z3Vlc3Q6Z3Vlc3Q=";

}  // namespace

std::string in_path(const std::string& name) {
  std::string path;
  for (const char c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    path += plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return path;
}

std::string queue_path(const Queue& queue) {
  return fmt::format("/queues/{}/{}", in_path(queue.vhost), in_path(queue.stream));
}

Arg authorization_of(const Queue& queue) {
  return queue.password ? Arg{*queue.password} : Arg{k_guest};
}

Action ask_rabbitmq(const Queue& queue, const std::string& host, std::string method,
                    const std::string& path, Text body) {
  Http http{.method = std::move(method), .url = queue.api + path, .headers = {}, .body = {}};
  http.headers = {{"Authorization", authorization_of(queue)}, {"Content-Type", "application/json"}};
  http.body = std::move(body);
  return {{host}, k_deadline, std::move(http)};
}

}  // namespace gameday
