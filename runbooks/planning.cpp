// SPDX-License-Identifier: Apache-2.0
#include "runbooks/planning.hpp"

#include <fmt/format.h>

namespace gameday {

tl::unexpected<Error> cannot_plan(const StepSpec& step, std::string why, std::string next) {
  return fail(ErrorKind::bad_input, "plan the step " + step.name, "", std::move(why),
              std::move(next));
}

Result<HostRef> find_host(const StepSpec& step, const StepScope& scope,
                          std::string_view reference) {
  if (reference.empty()) return HostRef{};
  const Host* host = scope.inventory.find_host(reference);
  if (host == nullptr) return cannot_plan(step, fmt::format("there is no host \"{}\"", reference));
  return HostRef{host->name};
}

Action run_on(const StepSpec& step, const HostRef& host, const std::vector<std::string>& argv) {
  return {host, std::chrono::ceil<std::chrono::milliseconds>(step.within),
          Exec{{argv.begin(), argv.end()}}};
}

Result<Action> query_on(const StepSpec& step, const StepScope& scope, std::string_view reference,
                        std::string statement) {
  const auto host = find_host(step, scope, reference);
  if (!host) return tl::unexpected{host.error()};
  const Database* database = scope.inventory.database_at(host->name);
  if (database == nullptr) {
    return cannot_plan(step, fmt::format("no database has \"{}\" as a node", reference),
                       "add [database.<name>.node." + host->name + "] to the inventory");
  }
  return Action{*host, std::chrono::ceil<std::chrono::milliseconds>(step.within),
                Sql{database->name, host->name, std::move(statement)}};
}

Change held_change(const StepSpec& step, std::string summary) {
  Change change;
  change.id = "step." + step.name;
  change.summary = std::move(summary);
  change.on_death = Fate::hold;
  change.on_abort = Fate::hold;
  change.point_of_no_return = promotes(step);
  return change;
}

}  // namespace gameday
