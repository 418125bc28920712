// SPDX-License-Identifier: Apache-2.0
// Clocks that are wrong: a process of this machine under libfaketime, and the stepping of a host's
// clock with a date(1) that only pretends to.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <poll.h>

#include <cstdlib>
#include <filesystem>

#include "injectors/injectors.hpp"
#include "tests/drills/run/here.hpp"

namespace gameday {
namespace {

using Words = std::vector<std::string>;

/// Stands in for date(1): its clock is the true one and the seconds in a file beside it.
constexpr const char* k_false_date = R"(#!/usr/bin/perl
use strict;
my $file = $0 =~ s/date$/off/r;
my $off = do { local @ARGV = ($file); -e $file ? <> : 0 };
chomp(my $now = `/bin/date +%s.%N`);
if ($ARGV[-1] =~ /^@(.*)/) {
  open my $out, '>', $file or die;
  printf $out "%.3f", $1 - $now;
} else { printf "%.9f\n", $now + $off }
)";

/// Found first on the PATH while it lives.
struct FalseDate {
  explicit FalseDate(const Here& here)
      : folder{here.scratch.path / "bin"},
        path{"PATH", fmt::format("{}:{}", folder.string(), std::getenv("PATH"))} {
    std::filesystem::create_directory(folder);
    std::ofstream{folder / "date"} << k_false_date;
    std::filesystem::permissions(folder / "date", std::filesystem::perms::owner_all);
  }
  void set(double seconds) const { std::ofstream{folder / "off"} << seconds; }
  [[nodiscard]] double off() const {
    double seconds = 0;
    std::ifstream{folder / "off"} >> seconds;
    return seconds;
  }

  std::filesystem::path folder;
  Variable path;
};

FaultPlan plan(const Here& here, const std::string& how, const std::string& file,
               const Words& asks) {
  Inventory elsewhere = here.inventory;
  elsewhere.hosts["here"].transport = "ssh";
  FaultScope scope = here.scope();
  Params params;
  params.set("host", std::string{"here"});
  params.set("by", Duration{std::chrono::minutes{10}});
  params.set("direction", std::string{"behind"});
  params.set("how", how);
  params.set("file", file);
  if (!asks.empty()) params.set("asks", asks);
  return k_injector_clock_skew
      .plan(params, {.run_id = scope.run_id,
                     .fault = scope.fault,
                     .inventory = elsewhere,
                     .expires_after = scope.expires_after})
      .value();
}

const char* faketime_library() {
  for (const char* library : {"/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
                              "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"}) {
    if (std::filesystem::exists(library)) return library;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("a clock is stepped and put back; what somebody else sets meanwhile is seen") {
  const Here here;
  const FalseDate date{here};
  date.set(0.25);
  const FaultPlan fault = plan(here, "clock", "", {});
  const auto change = here.capture(fault.changes.at(0));
  REQUIRE_MESSAGE(change, change.error().text());
  CHECK(here.look(*change) == Seen::gone);
  // The first of what is planted there is the note's folder and the note.
  for (const Action& action : change->plant) {
    if (describe(action).find(".clock") != std::string::npos) CHECK(here.perform(action).ok);
  }
  const Proof& proof = fault.proofs.at(0);
  CHECK(matches(proof.refutes, here.perform(proof.look)));
  for (int i = 0; i < 2; ++i) {
    const Outcome done = here.perform(change->apply);
    CHECK_MESSAGE(done.ok, done.err);
    CHECK(date.off() == doctest::Approx(-599.75).epsilon(0.002));
    CHECK(here.look(*change) == Seen::in_force);
    CHECK(matches(proof.confirms, here.perform(proof.look)));
  }
  date.set(-30);
  CHECK(here.look(*change) == Seen::foreign);
  for (int i = 0; i < 2; ++i) {
    CHECK(here.perform(*change->revert).ok);
    CHECK(std::abs(date.off() - 0.25) < 1);
    CHECK(here.look(*change) == Seen::gone);
  }
}

TEST_CASE("the file of libfaketime is replaced, and comes back as it was, or goes") {
  const Here here;
  const std::string file = here.scratch.path / "offset";
  const auto text = [&] {
    std::string line;
    std::ifstream stream{file};
    std::getline(stream, line, '\0');
    return line;
  };
  for (const bool is_there : {true, false}) {
    CAPTURE(is_there);
    if (is_there) {
      (void)here.write("offset", "+0\n\n");
      std::filesystem::permissions(file, std::filesystem::perms{0640});
    }
    const auto change = here.capture(plan(here, "faketime", file, {}).changes.at(0));
    REQUIRE_MESSAGE(change, change.error().text());
    CHECK(here.look(*change) == Seen::gone);
    for (int i = 0; i < 2; ++i) {
      CHECK(here.perform(change->apply).ok);
      CHECK(text() == "-600\n");
      CHECK(here.look(*change) == Seen::in_force);
    }
    CHECK_FALSE(here.capture(plan(here, "faketime", file, {}).changes.at(0)));
    for (int i = 0; i < 2; ++i) {
      CHECK(here.perform(*change->revert).ok);
      CHECK(here.look(*change) == Seen::gone);
    }
    CHECK(std::filesystem::exists(file) == is_there);
    if (!is_there) continue;
    CHECK(text() == "+0\n\n");
    CHECK(std::filesystem::status(file).permissions() == std::filesystem::perms{0640});
    std::filesystem::remove(file);
  }
}

TEST_CASE("a service under libfaketime sees the wrong time while it lasts") {
  const char* library = faketime_library();
  REQUIRE_MESSAGE(library != nullptr, "libfaketime is not installed: tools/setup installs it");
  const Here here;
  const std::string file = here.write("offset", "+0\n");
  const std::string shown = here.scratch.path / "now";
  const std::string pid_file = here.scratch.path / "service.pid";
  const auto run = [&](const Words& words) {
    return here.perform({{"here"}, std::chrono::seconds{10}, Exec{{words.begin(), words.end()}}});
  };
  const std::string program = fmt::format(
      "while (1) {{ open F, '>', '{0}.new'; print F time; close F; rename '{0}.new', '{0}'; "
      "select undef, undef, undef, 0.05 }}",
      shown);
  CHECK(
      run({"start-stop-daemon", "--start", "--quiet", "--background", "--make-pidfile", "--pidfile",
           pid_file, "--startas", "/usr/bin/env", "--", fmt::format("LD_PRELOAD={}", library),
           "FAKETIME_TIMESTAMP_FILE=" + file, "FAKETIME_CACHE_DURATION=1", "perl", "-e", program})
          .ok);
  for (int i = 0; i < 400 && !std::filesystem::exists(shown); ++i) ::poll(nullptr, 0, 5);
  const FaultPlan fault = plan(here, "faketime", file, {"cat", shown});
  const auto change = here.capture(fault.changes.at(0));
  REQUIRE(change);
  REQUIRE(fault.proofs.size() == 2);
  CHECK(here.perform(change->apply).ok);
  for (const Proof& proof : fault.proofs) {
    const Outcome looked = here.perform(proof.look);
    CHECK_MESSAGE(matches(proof.confirms, looked), looked.out, looked.err);
  }
  CHECK(here.perform(*change->revert).ok);
  const Outcome stopped = run({"start-stop-daemon", "--stop", "--quiet", "--oknodo", "--retry",
                               "KILL/2", "--pidfile", pid_file});
  CHECK_MESSAGE(stopped.ok, stopped.err);
}

}  // namespace gameday
