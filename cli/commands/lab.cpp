// SPDX-License-Identifier: Apache-2.0
// Raises, removes and describes labs: two regions on this machine.
#include <CLI/CLI.hpp>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "cli/commands.hpp"
#include "lab/lab.hpp"
#include "lab/servers.hpp"

namespace gameday {
namespace {

struct Wanted {
  lab::Options options;
  bool asynchronous = false;
  std::string format = "text";
};

ExitStatus exit_status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::bad_input: return ExitStatus::bad_input;
    case ErrorKind::internal: return ExitStatus::internal;
    default: return ExitStatus::refused;
  }
}

ExitStatus explain(const Error& error) {
  fmt::print(stderr, "gameday: {}\n", error.text());
  return exit_status_of(error.kind);
}

Json to_json(const lab::Status& status) {
  return Json{{"name", status.name},
              {"running", status.running},
              {"rootless", status.rootless},
              {"supervisor_pid", status.supervisor_pid},
              {"identity", status.identity},
              {"folder", status.folder.string()},
              {"servers", status.servers},
              {"pss_mb", status.pss_mb},
              {"first_order_s", status.first_order_s}};
}

void print_text(const lab::Status& status) {
  if (!status.running) {
    fmt::print("lab {}: down\n", status.name);
    return;
  }
  const std::string order =
      status.first_order_s > 0
          ? fmt::format("first order acknowledged after {:.2f} s", status.first_order_s)
          : "no order acknowledged yet";
  fmt::print("lab {}: up, {}, {}, {:.0f} MB, {}\n", status.name,
             status.rootless ? "rootless" : "as root", status.folder.string(), status.pss_mb,
             order);
  for (const std::string& server : status.servers) fmt::print("  {}\n", server);
}

ExitStatus bring_up(const Wanted& wanted) {
  lab::Options options = wanted.options;
  options.synchronous = !wanted.asynchronous;
  const auto status = lab::up(options);
  if (!status) return explain(status.error());
  if (wanted.format == "json") {
    fmt::print("{}\n", to_json(*status).dump(2));
  } else {
    print_text(*status);
  }
  return ExitStatus::met;
}

ExitStatus take_down(const Wanted& wanted) {
  if (const auto done = lab::down(wanted.options.name); !done) return explain(done.error());
  if (wanted.format == "json") {
    fmt::print("{}\n", Json{{"name", wanted.options.name}, {"running", false}}.dump(2));
  } else {
    fmt::print("lab {}: down\n", wanted.options.name);
  }
  return ExitStatus::met;
}

/// All labs, or the one that was named.
Result<std::vector<lab::Status>> find_labs(const std::string& name) {
  if (name.empty()) return lab::all();
  auto one = lab::status(name);
  if (!one) return tl::unexpected{one.error()};
  return std::vector{std::move(*one)};
}

ExitStatus tell(const Wanted& wanted) {
  const auto found = find_labs(wanted.options.name);
  if (!found) return explain(found.error());
  if (wanted.format == "json") {
    Json list = Json::array();
    for (const auto& status : *found) list.push_back(to_json(status));
    fmt::print("{}\n", list.dump(2));
    return ExitStatus::met;
  }
  if (found->empty()) fmt::print("no lab; raise one: gameday lab up\n");
  for (const auto& status : *found) print_text(status);
  return ExitStatus::met;
}

/// What the three have in common; gives the sub-command.
CLI::App* add(CLI::App& app, const std::string& name, const std::string& summary,
              const std::shared_ptr<Wanted>& wanted, std::shared_ptr<Act> chosen, Act act) {
  CLI::App* sub = app.add_subcommand(name, summary);
  sub->add_option("--name", wanted->options.name, "which lab; several may be up at once");
  sub->add_option("--format", wanted->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  sub->final_callback([chosen = std::move(chosen), act = std::move(act)] { *chosen = act; });
  return sub;
}

Act set_up(CLI::App& app) {
  const auto chosen = std::make_shared<Act>();
  const auto raise = std::make_shared<Wanted>();
  const auto remove = std::make_shared<Wanted>();
  const auto look = std::make_shared<Wanted>();
  look->options.name.clear();
  app.require_subcommand(1);
  CLI::App* up = add(app, "up", "raise two regions and return when the first order is placed",
                     raise, chosen, [raise] { return bring_up(*raise); });
  up->add_flag("--async", raise->asynchronous, "region A does not wait for region B on commit");
  up->add_flag("--witness", raise->options.witness, "a third zone");
  up->add_option("--with", raise->options.with,
                 fmt::format("servers that only some drills need: {}",
                             fmt::join(lab::optional_servers(), ", ")))
      ->delimiter(',');
  add(app, "down", "take a lab down; fine when it is down already", remove, chosen,
      [remove] { return take_down(*remove); });
  add(app, "status", "how labs stand; all of them without --name", look, chosen,
      [look] { return tell(*look); });
  return [chosen] { return (*chosen)(); };
}

}  // namespace

const CliCommand k_command_lab{"lab", "two regions on this machine: up, down, status", false,
                               set_up};

}  // namespace gameday
