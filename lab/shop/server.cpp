// SPDX-License-Identifier: Apache-2.0
// HTTP by Boost.Beast: one thread for all connections; what takes time is done by the workers.
#include "lab/shop/server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace gameday::shop {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::chrono::seconds k_idle{10};  ///< how long a connection may say nothing
constexpr std::chrono::milliseconds k_breath{50};
constexpr std::uint64_t k_body_limit = 16'384;
constexpr std::uint32_t k_header_limit = 8'192;
constexpr int k_connection_limit = 512;

std::string text(beast::string_view view) { return {view.data(), view.size()}; }

/// One connection; lives as long as one of its handlers is waiting.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const std::string& region, Service& service, int& open)
      : m_stream{std::move(socket)}, m_region{region}, m_service{service}, m_open{open} {
    ++m_open;
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { --m_open; }

  void read() {
    m_parser.emplace();
    m_parser->body_limit(k_body_limit);
    m_parser->header_limit(k_header_limit);
    m_stream.expires_after(k_idle);
    http::async_read(m_stream, m_buffer, *m_parser,
                     [self = shared_from_this()](beast::error_code problem, std::size_t) {
                       if (!problem) self->handle();
                     });
  }

 private:
  void handle() {
    const auto& message = m_parser->get();
    Request request{text(message.method_string()), text(message.target()),
                    text(message["Idempotency-Key"]), message.body()};
    m_service.handle(request, [self = shared_from_this()](Answer answer) {
      asio::post(self->m_stream.get_executor(),
                 [self, answer = std::move(answer)]() mutable { self->write(std::move(answer)); });
    });
  }

  void write(Answer answer) {
    const auto& asked = m_parser->get();
    m_answer = {http::int_to_status(static_cast<unsigned>(answer.status)), asked.version()};
    m_answer.set(http::field::content_type, "application/json");
    m_answer.set(http::field::cache_control, "no-store");
    m_answer.set("X-Region", m_region);
    m_answer.keep_alive(asked.keep_alive());
    m_answer.body() = std::move(answer.body);
    m_answer.prepare_payload();
    m_stream.expires_after(k_idle);
    http::async_write(m_stream, m_answer,
                      [self = shared_from_this()](beast::error_code problem, std::size_t) {
                        if (!problem && self->m_answer.keep_alive()) self->read();
                      });
  }

  beast::tcp_stream m_stream;
  beast::flat_buffer m_buffer;
  std::optional<http::request_parser<http::string_body>> m_parser;
  http::response<http::string_body> m_answer;
  const std::string& m_region;
  Service& m_service;
  int& m_open;
};

/// Takes connections in; closes those above the limit at once.
class Listener {
 public:
  Listener(asio::io_context& loop, std::string region, Service& service)
      : m_acceptor{loop}, m_pause{loop}, m_region{std::move(region)}, m_service{service} {}

  void open(std::uint16_t port) {
    m_acceptor.open(tcp::v6());
    m_acceptor.set_option(asio::ip::v6_only{false});
    m_acceptor.set_option(tcp::acceptor::reuse_address{true});
    m_acceptor.bind({tcp::v6(), port});
    m_acceptor.listen();
  }

  void accept() {
    m_acceptor.async_accept([this](beast::error_code problem, tcp::socket socket) {
      if (problem) return breathe();
      if (m_open < k_connection_limit) {
        std::make_shared<Session>(std::move(socket), m_region, m_service, m_open)->read();
      }
      accept();
    });
  }

 private:
  // Out of descriptors, for instance: trying again at once would only burn the processor.
  void breathe() {
    m_pause.expires_after(k_breath);
    m_pause.async_wait([this](beast::error_code) { accept(); });
  }

  tcp::acceptor m_acceptor;
  asio::steady_timer m_pause;
  std::string m_region;
  Service& m_service;
  int m_open = 0;
};

}  // namespace

Result<void> serve(std::uint16_t port, const std::string& region, Service& service) {
  asio::io_context loop{1};
  Listener listener{loop, region, service};
  try {
    listener.open(port);
  } catch (const boost::system::system_error& error) {
    return fail(ErrorKind::failed, "listen", "port " + std::to_string(port), error.what());
  }
  listener.accept();
  loop.run();
  return {};
}

}  // namespace gameday::shop
