// SPDX-License-Identifier: Apache-2.0
// Random drills in random worlds, one for each seed, by the product's own conductor, executor,
// journal and score (make sim SEEDS=100000; make sim SEED=17 shows one of them).
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <stdlib.h>

#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "drills/score/scorecard.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/sim/evidence.hpp"
#include "tests/sim/promises.hpp"

namespace gameday::sim {
namespace {

#ifdef __OPTIMIZE__
constexpr std::uint64_t k_seeds = 2000;
#else
constexpr std::uint64_t k_seeds = 200;
#endif
constexpr std::size_t k_most_shown = 5;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = ::getenv(variable);
  return text == nullptr || *text == '\0' ? otherwise : ::strtoull(text, nullptr, 10);
}

/// What became of one seed.
struct Verdicts {
  Story story;
  Scorecard card;
  Broken broken;
};

Verdicts play(std::uint64_t seed, const std::filesystem::path& folder) {
  const Script script = write_script(seed);
  DrillSim sim{script, folder};
  Verdicts made{.story = sim.run(), .card = {}, .broken = {}};
  made.card = score(make_record(script, made.story));
  for (Broken part :
       {check_world(script, made.story, sim.world()), check_fence(script, sim.world()),
        check_timeline(made.story), check_scorecard(script, made.story, made.card)}) {
    std::ranges::move(part, std::back_inserter(made.broken));
  }
  return made;
}

/// What many seeds came to.
struct Tally {
  std::mutex mutex;
  std::uint64_t met = 0, unknown = 0, missed = 0, died = 0, aborted = 0, in_force = 0;
  std::vector<std::string> failures;

  void add(std::uint64_t seed, const Verdicts& made) {
    const std::lock_guard lock{mutex};
    met += made.card.verdict == Verdict::met ? 1 : 0;
    unknown += made.card.verdict == Verdict::unknown ? 1 : 0;
    missed += made.card.verdict == Verdict::missed ? 1 : 0;
    died += made.story.died ? 1 : 0;
    aborted += made.story.finish && made.story.finish->how.aborted ? 1 : 0;
    in_force += made.card.exit_status == 3 ? 1 : 0;
    for (const std::string& what : made.broken) {
      failures.push_back(fmt::format("seed {}: {} (again: make sim SEED={})", seed, what, seed));
    }
  }
};

void play_all(std::uint64_t first, std::uint64_t count, Tally& tally) {
  std::atomic<std::uint64_t> next{first};
  const auto work = [&] {
    const Scratch scratch{"/dev/shm"};
    for (std::uint64_t seed = next++; seed < first + count; seed = next++) {
      tally.add(seed, play(seed, scratch.path));
    }
  };
  std::vector<std::jthread> threads;
  const unsigned width = std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < width; ++i) threads.emplace_back(work);
}

void show(const Verdicts& made) {
  for (const Event& event : made.story.events) {
    fmt::print("{:>8} {}\n", format_seconds(event.at - made.story.start, 3), to_json(event).dump());
  }
  for (const Turn& turn : made.story.truth) {
    fmt::print("{:>8} clients are {}\n", format_seconds(turn.at - made.story.start, 3),
               turn.up ? "served" : "not served");
  }
  fmt::print("{}\n", to_json(made.card).dump(2));
}

}  // namespace

TEST_CASE("random drills keep what is promised of every drill") {
  if (const std::uint64_t seed = number_from("GAMEDAY_SIM_SEED", 0); seed != 0) {
    const Scratch scratch{"/dev/shm"};
    const Verdicts made = play(seed, scratch.path);
    show(made);
    for (const std::string& what : made.broken) FAIL_CHECK(what);
    return;
  }
  Tally tally;
  const std::uint64_t count = number_from("GAMEDAY_SIM_SEEDS", k_seeds);
  play_all(1, count, tally);
  std::ranges::sort(tally.failures);
  for (std::size_t i = 0; i < std::min(k_most_shown, tally.failures.size()); ++i) {
    FAIL_CHECK(tally.failures[i]);
  }
  CHECK(tally.failures.empty());
  MESSAGE(fmt::format(
      "{} drills: {} met, {} unknown, {} missed; {} died, {} were aborted, {} left "
      "something in force",
      count, tally.met, tally.unknown, tally.missed, tally.died, tally.aborted, tally.in_force));
  // They are of every sort, or they show nothing.
  for (const std::uint64_t sort : {tally.met, tally.missed, tally.died, tally.aborted}) {
    CHECK(sort >= count / 100);
  }
}

}  // namespace gameday::sim
