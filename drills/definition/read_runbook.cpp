// SPDX-License-Identifier: Apache-2.0
#include "base/catalog.hpp"
#include "drills/definition/read.hpp"
#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"
#include "runbooks/steps.hpp"

namespace gameday {
namespace {

StepSpec read_step(const TomlNode& node, Problems& problems) {
  StepSpec step;
  TableReader reader{node, "[[step]]", problems};
  reader.name("name", step.name, Need::required);
  const bool known = reader.word("kind", step.kind, names_of(step_kinds()), Need::required);
  reader.text("owner", step.owner, Need::required);
  reader.text("text", step.text);
  reader.duration("within", step.within);
  reader.flag("point_of_no_return", step.point_of_no_return);
  reader.flag("touches_clients", step.touches_clients);
  reader.text("role", step.role);
  reader.text("link", step.link);
  reader.name("on_fail", step.on_fail);
  reader.name("group", step.group);
  if (!known) return step;
  step.params = reader.params(find_kind(step_kinds(), step.kind)->params);
  reader.finish();
  return step;
}

}  // namespace

Runbook read_runbook(const TomlNode& root, Problems& problems) {
  Runbook runbook;
  runbook.file = problems.file();
  TableReader reader{root, "the runbook", problems};
  reader.text("title", runbook.title, Need::required);
  reader.tables("step", [&](const TomlNode& node, std::size_t) {
    runbook.steps.push_back(read_step(node, problems));
  });
  reader.finish();
  return runbook;
}

}  // namespace gameday
