// SPDX-License-Identifier: Apache-2.0
// Whatever FIS, SQS or the metadata service answer in JSON, and whatever stands in the shared
// files, is read or refused; a statement of ours goes into every policy that is one, once, and out
// again.
#include <nlohmann/json.hpp>

#include "tests/fuzz/must.hpp"
#include "world/cloud/aws_answers.hpp"
#include "world/cloud/aws_profiles.hpp"
#include "world/cloud/fis.hpp"
#include "world/cloud/sqs_policy.hpp"

using namespace gameday;

namespace {

template <class T>
void check_read(const Result<T>& read) {
  fuzz::must(read || read.error().kind == ErrorKind::bad_input);
}

void check_policy(std::string_view text) {
  const SqsDeny deny{"1a2b3c4d", "stall", "arn", "sqs:SendMessage", "2026-11-23T10:00:30Z"};
  const std::string id = statement_id(deny.run, deny.fault);
  const auto with = with_statement(text, deny);
  if (!with) {
    fuzz::must(our_statements(text).empty());
    return;
  }
  fuzz::must(!our_statements(*with).empty());
  fuzz::must(with_statement(*with, deny).value() == *with);
  fuzz::must(without_statement(*with, id).value() == without_statement(text, id).value());
}

void check_experiments(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  const auto experiment = read_experiment(json);
  check_read(experiment);
  if (experiment) fuzz::must(!to_string(judge(*experiment)).empty());
  check_read(read_experiments(json));
  check_read(read_templates(json));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  check_policy(text);
  check_experiments(text);
  check_read(read_instance_credentials(text));
  for (const auto& [name, profile] : read_aws_profiles(text)) fuzz::must(!name.empty());
  return 0;
}
