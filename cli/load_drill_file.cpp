// SPDX-License-Identifier: Apache-2.0
#include "cli/load_drill_file.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/sources.hpp"
#include "cli/vocabulary.hpp"

namespace gameday {
namespace {

bool wants_color() {
  const char* no_color = std::getenv("NO_COLOR");
  return (no_color == nullptr || *no_color == '\0') && isatty(STDERR_FILENO) == 1;
}

Diagnostic whole_file(const std::string& file, const Error& error) {
  return {.file = file, .message = error.text()};
}

}  // namespace

DrillFile load_drill_file(const std::string& name, const std::string& lab,
                          const std::string& run_id) {
  DrillFile file{.name = name, .plan = {}, .problems = {}, .sources = {}};
  const Result<SourceFile> source = find_drill(name);
  if (!source) {
    file.problems.push_back(whole_file(name, source.error()));
    return file;
  }
  file.name = source->path;
  Loaded loaded = load_drill(*source, disk_reader(), default_variables(lab), vocabulary());
  file.problems = std::move(loaded.problems);
  file.sources = std::move(loaded.sources);
  if (!loaded.definition) return file;
  Result<Plan> plan = build_plan(std::move(*loaded.definition), run_id, ledger_tables());
  if (plan) {
    file.plan = std::move(*plan);
  } else {
    file.problems.push_back(whole_file(file.name, plan.error()));
  }
  return file;
}

void print_problems(const DrillFile& file) {
  fmt::print(stderr, "{}", render_all(file.problems, file.sources, wants_color()));
}

}  // namespace gameday
