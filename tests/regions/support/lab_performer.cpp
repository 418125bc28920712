// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/lab_performer.hpp"

#include <vector>

#include "tests/regions/support/paths.hpp"
#include "world/netfilter.hpp"

namespace gameday::regions {

std::string with_backend(const std::string& program, const std::string& backend) {
  const std::size_t at = program.find("tables");
  if (backend.empty() || at == std::string::npos) return program;
  const std::size_t end = at + std::string_view{"tables"}.size();
  return program.substr(0, end) + "-" + backend + program.substr(end);
}

Result<Outcome> LabPerformer::perform(const Action& action) {
  if (const auto* netfilter = std::get_if<Netfilter>(&action.what)) {
    return run_netfilter_once(m_lab.argv_on(action.host.name, {"nft", "-i"}),
                              netfilter->transactions, action.deadline);
  }
  if (const auto* command = std::get_if<Exec>(&action.what)) return run(action, *command);
  return fail(ErrorKind::internal, "carry out an action", action.host.name,
              "a test of a mechanism has no means for it");
}

Result<Outcome> LabPerformer::run(const Action& action, const Exec& command) const {
  std::vector<std::string> argv;
  for (const Arg& arg : command.argv) argv.push_back(std::get<std::string>(arg));
  if (argv.front() == "@gameday") argv.front() = gameday_binary().string();
  // Also where a program of ours is told which of them to run.
  for (std::string& word : argv) {
    const bool is_tool = word.starts_with("iptables") || word.starts_with("ip6tables");
    if (is_tool && word.find(' ') == std::string::npos) word = with_backend(word, m_iptables);
  }
  std::string input;
  for (const Arg& piece : command.stdin_text) input += std::get<std::string>(piece);
  auto done = run_process(m_lab.argv_on(action.host.name, argv), input, action.deadline);
  if (!done) return tl::unexpected{done.error()};
  return Outcome{done->status == 0, done->status, std::move(done->out), std::move(done->err), {}};
}

}  // namespace gameday::regions
