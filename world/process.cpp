// SPDX-License-Identifier: Apache-2.0
#include "world/process.hpp"

#include "world/held_process.hpp"

namespace gameday {

Result<ProcessOutcome> run_process(const std::vector<std::string>& argv,
                                   std::string_view stdin_text, std::chrono::milliseconds deadline,
                                   const RunOptions& options) {
  const Deadline until{deadline};
  auto process = HeldProcess::start(argv, options.spawn, options.cap);
  if (!process) return tl::unexpected(process.error());
  process->send(stdin_text);
  process->close_input();
  auto waited = process->wait_until([&] { return process->ended(); }, until);
  if (!waited && !process->end()) {
    process->stop();
    waited.error().what = "run " + join_argv(argv);
    return tl::unexpected(waited.error());
  }
  const ProcessEnd end = process->end().value_or(ProcessEnd{-1, 0});
  return ProcessOutcome{end.status, end.signal, std::move(process->out()),
                        std::move(process->err())};
}

}  // namespace gameday
