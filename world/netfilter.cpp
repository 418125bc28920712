// SPDX-License-Identifier: Apache-2.0
// How the end of a transaction is told: nft reads and carries out one line after the other and
// flushes all that it prints. Behind each transaction goes a line with one word of ours that is no
// command. It touches nothing, and nft answers on stderr:
//   Error: syntax error, unexpected newline, expecting string
//   gameday_done_42
//                  ^
// What is on stderr before that belongs to the transaction and says that it failed, and its
// output is then in the other pipe already (seen with nft 1.0.6 and libedit).
#include "world/netfilter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace gameday {
namespace {

/// nft echoes the line at fault, which may hold thousands of networks.
constexpr std::size_t k_shown_line = 240;
constexpr std::size_t k_shown_lines = 20;
constexpr std::chrono::milliseconds k_farewell{500};

/// nft -i would read and write ~/.nft.history, which is the operator's.
SpawnOptions without_history() { return {.environment = {{"HOME", "/dev/null"}}}; }

/// Where the marker's own line begins in what nft said; npos = it and its caret are not all there.
std::size_t find_marker(const std::string& said, const std::string& marker) {
  const std::size_t at = said.rfind("\n" + marker + "\n");
  if (at == std::string::npos) return at;
  const bool has_caret = said.find('\n', at + marker.size() + 2) != std::string::npos;
  return has_caret ? at + 1 : std::string::npos;
}

/// What was said before the marker's error, a few lines of it, none of them long.
std::string shorten(const std::string& said) {
  std::istringstream lines{said};
  std::string kept;
  std::size_t count = 0;
  for (std::string line; count < k_shown_lines && std::getline(lines, line); ++count) {
    if (line.size() > k_shown_line) line = line.substr(0, k_shown_line) + "...";
    kept += line + "\n";
  }
  return kept;
}

/// Warnings do not keep a transaction from being carried out; all else on stderr does.
bool tells_failure(const std::string& said) {
  std::istringstream lines{said};
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && !line.starts_with("Warning:")) return true;
  }
  return false;
}

/// A backslash at the end would make nft wait for another line.
bool is_one_line(const std::string& transaction) {
  return transaction.find('\n') == std::string::npos && !transaction.ends_with('\\');
}

tl::unexpected<Error> unknown_outcome(const Error& error) {
  return fail(ErrorKind::timeout, "change the packet filter", error.where,
              error.why + "; whether it was done is not known");
}

}  // namespace

Result<NftSession> NftSession::start(std::vector<std::string> argv,
                                     std::chrono::milliseconds deadline) {
  auto process = HeldProcess::start(std::move(argv), without_history());
  if (!process) return tl::unexpected(process.error());
  NftSession session{std::move(*process)};
  session.send("");
  if (auto answered = session.finish(Deadline{deadline}); !answered) {
    return tl::unexpected(answered.error());
  }
  return session;
}

NftSession::~NftSession() {
  if (!m_process.held()) return;
  m_process.close_input();
  const auto has_ended = [this] { return m_process.end().has_value(); };
  if (!m_process.wait_until(has_ended, Deadline{k_farewell})) m_process.stop();
}

void NftSession::send(const std::string& transaction) {
  m_marker = fmt::format("gameday_done_{}", ++m_sequence);
  m_process.out().clear();
  m_process.send(transaction + "\n" + m_marker + "\n");
}

/// Gives what nft said on stderr about what is under way; its output is then read too.
Result<std::string> NftSession::finish(const Deadline& deadline) {
  std::size_t marker = std::string::npos;
  auto waited = m_process.wait_until(
      [&] {
        marker = find_marker(m_process.err(), m_marker);
        return marker != std::string::npos;
      },
      deadline);
  if (!waited) return tl::unexpected(waited.error());
  m_process.drain();
  std::string said = std::move(m_process.err());
  m_process.err().clear();
  m_marker.clear();
  // The line before the marker is the beginning of the marker's own error.
  const std::size_t before = marker < 2 ? std::string::npos : said.rfind('\n', marker - 2);
  said.resize(before == std::string::npos ? 0 : before + 1);
  return said;
}

Result<Outcome> NftSession::run(const std::vector<std::string>& transactions,
                                std::chrono::milliseconds deadline) {
  const Deadline until{deadline};
  if (!std::all_of(transactions.begin(), transactions.end(), is_one_line)) {
    return fail(ErrorKind::bad_input, "change the packet filter", "",
                "a transaction is not exactly one line");
  }
  if (!m_marker.empty()) {
    if (auto earlier = finish(until); !earlier) return unknown_outcome(earlier.error());
  }
  for (std::size_t i = 0; i < transactions.size(); ++i) {
    send(transactions[i]);
    const auto said = finish(until);
    if (!said) return unknown_outcome(said.error());
    if (tells_failure(*said)) {
      const std::string which = fmt::format("transaction {} of {}: ", i + 1, transactions.size());
      return Outcome{false, 1, std::move(m_process.out()), which + shorten(*said), {}};
    }
  }
  return Outcome{true, 0, std::move(m_process.out()), "", {}};
}

bool NftSession::alive() {
  m_process.drain();
  return !m_process.end().has_value();
}

Result<Outcome> run_netfilter_once(std::vector<std::string> argv,
                                   const std::vector<std::string>& transactions,
                                   std::chrono::milliseconds deadline) {
  const Deadline until{deadline};
  auto session = NftSession::start(std::move(argv), deadline);
  if (!session) return tl::unexpected(session.error());
  return session->run(transactions, until.left());
}

std::string netfilter_script(const std::vector<std::string>& transactions) {
  return fmt::format("{}\n", fmt::join(transactions, "\n"));
}

}  // namespace gameday
