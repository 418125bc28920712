// SPDX-License-Identifier: Apache-2.0
// A command that is late is given up with its connection: an answer that came afterwards would be
// taken for that of the next command.
#include "lab/shop/redis.hpp"

#include <array>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>
#include <tuple>
#include <utility>

#include "world/endpoint.hpp"

namespace gameday::shop {
namespace {

namespace asio = boost::asio;
using Stream = asio::generic::stream_protocol;
using boost::system::error_code;

constexpr std::size_t k_chunk = 16'384;

Result<Stream::endpoint> find(const std::string& where) {
  try {
    if (where.starts_with('/')) return asio::local::stream_protocol::endpoint{where};
  } catch (const boost::system::system_error& error) {
    return fail(ErrorKind::refused, "reach the queue", where, error.what());
  }
  const auto address = parse_socket_endpoint(where);
  if (!address) return tl::unexpected{address.error()};
  return Stream::endpoint{&address->socket_address, address->length};
}

}  // namespace

struct Redis::Connection {
  asio::io_context loop{1};
  Stream::socket socket{loop};
  std::string received;

  /// Starts an operation, `start(handler)`, and gives what came of it and the bytes it moved.
  template <class Start>
  std::pair<error_code, std::size_t> finish(Deadline deadline, Start start) {
    std::pair<error_code, std::size_t> end{asio::error::would_block, 0};
    start([&end](const error_code& problem, std::size_t size = 0) { end = {problem, size}; });
    loop.restart();
    loop.run_until(deadline);
    if (end.first != asio::error::would_block) return end;
    error_code ignored;
    socket.close(ignored);
    loop.restart();
    loop.run();
    return {asio::error::timed_out, 0};
  }
};

Redis::Redis(std::string where, std::string user)
    : m_where{std::move(where)}, m_user{std::move(user)} {}

Redis::~Redis() = default;

Result<RespReply> Redis::ask(const std::vector<std::string>& command, Deadline deadline) {
  if (m_connection == nullptr) {
    if (auto connected = connect(deadline); !connected) {
      m_connection.reset();
      return tl::unexpected{connected.error()};
    }
  }
  auto reply = exchange(command, deadline);
  if (!reply) m_connection.reset();
  if (reply && reply->kind == RespReply::Kind::error) {
    return fail(ErrorKind::failed, "run " + command.front(), m_where, reply->text);
  }
  return reply;
}

Result<void> Redis::connect(Deadline deadline) {
  m_connection = std::make_unique<Connection>();
  const auto to = find(m_where);
  if (!to) return tl::unexpected{to.error()};
  const auto [problem, none] = m_connection->finish(
      deadline, [&](auto handler) { m_connection->socket.async_connect(*to, std::move(handler)); });
  if (problem) return fail(ErrorKind::refused, "reach the queue", m_where, problem.message());
  if (m_user.empty()) return {};
  const auto known = exchange({"AUTH", m_user, ""}, deadline);
  if (known && known->kind != RespReply::Kind::error) return {};
  return fail(ErrorKind::refused, "be let in as " + m_user, m_where,
              known ? known->text : known.error().why);
}

Result<RespReply> Redis::exchange(const std::vector<std::string>& command, Deadline deadline) {
  const std::string text = resp_command(command);
  auto& [loop, socket, received] = *m_connection;
  auto [problem, size] = m_connection->finish(deadline, [&](auto handler) {
    asio::async_write(socket, asio::buffer(text), std::move(handler));
  });
  std::array<char, k_chunk> chunk{};
  while (!problem) {
    auto reply = take_resp(received);
    if (!reply) return tl::unexpected{reply.error()};
    if (*reply) return std::move(**reply);
    std::tie(problem, size) = m_connection->finish(deadline, [&](auto handler) {
      socket.async_read_some(asio::buffer(chunk), std::move(handler));
    });
    received.append(chunk.data(), size);
  }
  return fail(ErrorKind::timeout, "hear from the queue", m_where, problem.message());
}

}  // namespace gameday::shop
