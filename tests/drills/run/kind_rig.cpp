// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/run/kind_rig.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "drills/measure/probes.hpp"
#include "tests/drills/plan/planned.hpp"

namespace gameday {
namespace {

std::optional<SourceFile> from_catalog(std::string_view name, std::string_view, std::string_view) {
  std::ifstream stream{fmt::format("{}/drills/catalog/{}", GAMEDAY_SOURCE_DIR, name)};
  if (!stream) return std::nullopt;
  return SourceFile{std::string{name}, std::string{std::istreambuf_iterator<char>{stream}, {}}};
}

}  // namespace

Loaded load_example(const Injector& kind, const std::string& fault_lines) {
  const std::string text = fmt::format(R"toml(drill = "conformance"
title = "One fault of a kind"
inventory = "{}"
[objectives]
rto = "4s"
[[probe]]
name = "db"
kind = "tcp"
target = "region-b.db"
every = "20ms"
timeout = "500ms"
[[fault]]
name = "broken"
kind = "{}"
lasts = "12s"
{}
)toml",
                                       kind.example_inventory, kind.name, fault_lines);
  Vocabulary vocabulary;
  for (const ProbeKind* probe : probe_kinds()) {
    vocabulary.probes.push_back({.name = probe->name, .params = probe->params});
  }
  return load_drill({"conformance.toml", text}, from_catalog,
                    {{"labs", "/var/tmp/gameday-1"}, {"lab_name", "default"}}, vocabulary);
}

Plan plan_example(const Injector& kind) {
  Loaded loaded = load_example(kind, std::string{kind.example});
  INFO(kind.name, "\n", render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.definition);
  auto plan = build_plan(std::move(*loaded.definition), "1a2b3c4d", samples::make_table);
  if (!plan) FAIL(fmt::format("{}: {}", kind.name, plan.error().text()));
  return std::move(*plan);
}

KindRig::KindRig(const std::vector<Change>& all) : changes{all}, fake{all} {
  fake.fuse = &rig.fuse;
}

bool KindRig::process(int dies_at, const Work& work, std::function<void(bool)> written) {
  auto journal = Journal::adopt(rig.file, std::chrono::milliseconds{0}).value();
  journal.watch([this, told = std::move(written)](bool done) {
    rig.fuse.burn();
    if (told) told(done);
  });
  World world{rig.clock, fake, rig.prompt};
  Executor executor{world, journal, {}, [this](Duration length) { rig.clock.advance(length); }, 1};
  rig.fuse.left = dies_at;
  bool lived = true;
  try {
    work(executor);
  } catch (const Died&) {
    lived = false;
  }
  rig.fuse.left = -1;
  return lived;
}

void KindRig::run(Executor& executor) {
  for (const Change& change : changes) {
    const auto done = executor.apply(change);
    if (!done) FAIL(done.error().text());
  }
  for (const Change& change : changes) CHECK(fake.is_in_force(change.id));
  const auto left = executor.revert_all(&Change::on_death);  // where it may die
  CHECK(left.empty());
}

std::vector<std::string> KindRig::recover() {
  std::vector<std::string> left;
  process(-1, [&](Executor& executor) { left = executor.revert_all(&Change::on_death); });
  return left;
}

std::string KindRig::journal_text() const {
  std::ifstream stream{rig.file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void KindRig::put_journal(std::string_view text) const {
  std::ofstream{rig.file, std::ios::binary | std::ios::trunc} << text;
}

}  // namespace gameday
