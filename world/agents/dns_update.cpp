// SPDX-License-Identifier: Apache-2.0
// Looks at one set of records at the name server that has the last word, and changes it by a
// dynamic update (RFC 2136) that the server carries out only if the set is still what it was. Every
// message is signed with a key (RFC 8945), and so must every answer be. Words: "look", which prints
// {"ttl":5,"values":["10.77.1.20"]}, or "set". The rest comes as JSON on standard input, so that
// the secret stands in no command line.
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <random>

#include "base/json_reader.hpp"
#include "world/agents.hpp"
#include "world/deadline.hpp"
#include "world/dns_update.hpp"
#include "world/endpoint.hpp"
#include "world/fd.hpp"
#include "world/tsig.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_patience{2500};
constexpr int k_port = 53;

/// Where to ask, for what, under which key.
struct Business {
  std::string server;
  dns::RecordPlace place;
  dns::TsigKey key;
};

dns::RecordSet read_values(JsonReader& reader, std::string_view ttl, std::string_view values) {
  dns::RecordSet set;
  set.ttl = static_cast<std::uint32_t>(reader.integer(ttl, 0, 0x7fffffff));
  set.values = reader.texts(values);
  return set;
}

Result<Business> read_business(const Json& input) {
  JsonReader reader{input, "an update of records"};
  Business read;
  read.server = reader.text("server");
  read.place = {reader.text("zone"), reader.text("name"), reader.text("type")};
  read.key.name = reader.text("key");
  read.key.secret = reader.take(dns::read_tsig_secret(reader.text("secret")));
  return reader.finish(std::move(read));
}

Result<UniqueFd> reach(const std::string& where) {
  const auto server = parse_socket_endpoint(where, k_port);
  if (!server) return tl::unexpected{server.error()};
  const auto* address = reinterpret_cast<const sockaddr*>(&server->socket_address);
  UniqueFd socket{::socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  const timeval patience{k_patience.count() / 1000, (k_patience.count() % 1000) * 1000};
  (void)::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (::connect(socket.get(), address, server->length) == 0) return socket;
  return fail_errno("reach the name server", where, errno);
}

/// The message behind its length (RFC 1035, 4.2.2).
Result<std::string> hear(int socket, const std::string& where) {
  const Deadline deadline{k_patience};
  std::string heard;
  for (std::size_t wanted = 2; heard.size() < wanted;) {
    pollfd ready{socket, POLLIN, 0};
    if (::poll(&ready, 1, deadline.poll_ms()) <= 0) {
      return fail(ErrorKind::timeout, "hear the name server", where, "it does not answer");
    }
    std::array<char, 4096> bytes{};
    const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (got < 0) return fail_errno("hear the name server", where, errno);
    if (got == 0) return fail(ErrorKind::failed, "hear the name server", where, "it hung up");
    heard.append(bytes.data(), static_cast<std::size_t>(got));
    if (heard.size() < 2) continue;
    wanted = 2U + ((static_cast<unsigned>(static_cast<unsigned char>(heard[0])) << 8U) |
                   static_cast<unsigned char>(heard[1]));
  }
  return heard.substr(2);
}

/// Says one message, signed, and gives the answer to it once its signature was seen to be right.
Result<std::string> talk(const Business& business, const std::string& message) {
  const auto now = [] {
    return static_cast<std::uint64_t>(
        std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()));
  };
  const auto question = dns::sign_tsig(message, business.key, now());
  if (!question) return tl::unexpected{question.error()};
  const auto socket = reach(business.server);
  if (!socket) return tl::unexpected{socket.error()};
  std::string framed;
  dns::put16(framed, static_cast<std::uint16_t>(question->bytes.size()));
  framed += question->bytes;
  if (::send(socket->get(), framed.data(), framed.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(framed.size())) {
    return fail_errno("ask the name server", business.server, errno);
  }
  const auto heard = hear(socket->get(), business.server);
  if (!heard) return heard;
  if (heard->size() < 2 || heard->substr(0, 2) != question->bytes.substr(0, 2)) {
    return fail(ErrorKind::failed, "hear the name server", business.server,
                "it answers something else");
  }
  return dns::check_tsig(*heard, business.key, question->mac, now());
}

std::uint16_t any_id() { return static_cast<std::uint16_t>(std::random_device{}() & 0xffffU); }

Result<dns::RecordSet> look(const Business& business) {
  const auto question = dns::ask_for_set(any_id(), business.place);
  if (!question) return tl::unexpected{question.error()};
  const auto answer = talk(business, *question);
  if (!answer) return tl::unexpected{answer.error()};
  return dns::read_set(*answer, business.place);
}

Result<void> set(const Business& business, const Json& input) {
  JsonReader reader{input, "an update of records"};
  dns::RecordSet from;
  from.values = reader.texts("from");
  const dns::RecordSet to = read_values(reader, "ttl", "to");
  if (const auto read = reader.finish(true); !read) return tl::unexpected{read.error()};
  const auto there = look(business);
  if (!there) return tl::unexpected{there.error()};
  if (there->values == to.values && (there->ttl == to.ttl || to.values.empty())) return {};
  const auto update = dns::make_update(any_id(), business.place, from, to);
  if (!update) return tl::unexpected{update.error()};
  const auto answer = talk(business, *update);
  if (!answer) return tl::unexpected{answer.error()};
  return dns::read_update_answer(*answer, business.place);
}

Result<std::string> run(const AgentCall& call) {
  const bool sets = call.words.size() == 1 && call.words[0] == "set";
  if (!sets && (call.words.size() != 1 || call.words[0] != "look")) {
    return fail(ErrorKind::bad_input, "update records", "", "words: look, or set");
  }
  const Json input = Json::parse(call.input(), nullptr, false);
  const auto business = read_business(input);
  if (!business) return tl::unexpected{business.error()};
  if (sets) {
    if (const auto done = set(*business, input); !done) return tl::unexpected{done.error()};
  }
  const auto seen = look(*business);
  if (!seen) return tl::unexpected{seen.error()};
  return Json{{"ttl", seen->ttl}, {"values", seen->values}}.dump() + "\n";
}

}  // namespace

const Agent k_agent_dns_update{
    "dns_update", "a set of records, looked at or changed by a signed dynamic update", run};

}  // namespace gameday
