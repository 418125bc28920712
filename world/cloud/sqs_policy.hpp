// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gameday {

/// A statement of ours in the policy of a queue.
struct SqsDeny {
  std::string run;
  std::string fault;
  std::string queue_arn;
  std::string action;    ///< "sqs:ReceiveMessage" or "sqs:SendMessage"
  std::string deadline;  ///< "2026-11-23T10:00:30Z": from then on it denies nothing
};

/// The statement's id: "gameday", the run, and eight hex digits that stand for the fault.
[[nodiscard]] std::string statement_id(const std::string& run, const std::string& fault);

/// The policy with our statement besides its own, once, and all else as it is written; an empty
/// text is no policy yet. Everybody is denied, until the deadline by the provider's own clock (AWS
/// IAM User Guide, aws:CurrentTime). Errors: bad_input, where the policy is none.
[[nodiscard]] Result<std::string> with_statement(std::string_view policy, const SqsDeny& deny);

/// The policy without that statement; empty where nothing else is left. What with_statement made is
/// what it was before, byte for byte, so that it can be undone by whoever knows nothing but the
/// policy. Errors: bad_input.
[[nodiscard]] Result<std::string> without_statement(std::string_view policy,
                                                    std::string_view statement);

/// Our statement as a policy has it.
struct SqsStatement {
  std::string id;
  std::string run;
  std::string deadline;
};
/// All of any run. A policy that cannot be read has none.
[[nodiscard]] std::vector<SqsStatement> our_statements(std::string_view policy);

}  // namespace gameday
