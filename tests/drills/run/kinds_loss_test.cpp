// SPDX-License-Identifier: Apache-2.0
// What every kind of fault must keep when the machine that makes it loses its power, its disk, or
// the way to the target.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <set>

#include "drills/run/recovery.hpp"
#include "tests/drills/run/kind_rig.hpp"

namespace gameday {
namespace {

constexpr int k_most_places = 400;

/// Under the sanitizers, which take thirty times as long, fewer of the places are tried.
#if defined(__has_feature)
constexpr std::size_t k_thinned = __has_feature(address_sanitizer) ? 13 : 1;
#else
constexpr std::size_t k_thinned = 1;
#endif

/// The world and the journal at one moment of a run.
struct Picture {
  std::string journal;
  KindWorld world;
};

/// A run from its first record to its last: just before and just after each.
struct Pictures {
  std::vector<Picture> before;
  std::vector<Picture> after;
};

Pictures pictures_of(KindRig& rig) {
  Pictures pictures;
  CHECK(rig.process(
      -1, [&](Executor& executor) { rig.run(executor); },
      [&](bool written) {
        (written ? pictures.after : pictures.before).push_back({rig.journal_text(), rig.fake});
      }));
  REQUIRE(pictures.before.size() == pictures.after.size());
  return pictures;
}

/// Power is back: this is what lies on the disk, and how the targets are.
void put(KindRig& rig, std::string_view journal, const KindWorld& world) {
  rig.put_journal(journal);
  rig.fake = world;
}

/// Every byte of a short record; of a long one some from all over it, and those at its ends.
std::vector<std::size_t> places_in(std::size_t from, std::size_t to, std::size_t stride) {
  constexpr std::size_t k_ends = 3;
  std::vector<std::size_t> places;
  for (std::size_t at = from; at < to; ++at) {
    if ((at - from) % stride == 0 || at < from + k_ends || at + k_ends > to) places.push_back(at);
  }
  return places;
}

/// One can be found without any journal: by its note, or its tag in a filter.
bool is_findable(const Change& change) {
  const auto is_note = [&](const Action& action) {
    return describe(action).find("1a2b3c4d." + change.id + ".json") != std::string::npos;
  };
  return std::ranges::any_of(change.plant, is_note) ||
         std::holds_alternative<Netfilter>(change.apply.what);
}

/// All that `recover` and `recover --from-world` have to go by.
std::vector<std::string> recover_all(KindRig& rig, const Inventory& inventory) {
  std::vector<std::string> left = rig.recover();
  World world{rig.rig.clock, rig.fake, rig.rig.prompt};
  const Recovery found = recover_from_world(world, inventory, {});
  left.insert(left.end(), found.stuck.begin(), found.stuck.end());
  return left;
}

/// A disk that takes so many more records, part of the next, and then nothing until it is freed.
class FullDisk {
 public:
  FullDisk(const KindRig& rig, int takes) : m_rig{rig}, m_left{takes} {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &m_before) == 0);
    m_handler = std::signal(SIGXFSZ, SIG_IGN);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  ~FullDisk() {
    free();
    std::signal(SIGXFSZ, m_handler);
  }

  void about_to_write() {
    if (m_left-- != 0) return;
    constexpr rlim_t k_piece = 30;
    const rlimit tight{m_rig.journal_text().size() + k_piece, m_before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
  }
  void free() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
  [[nodiscard]] bool is_full() const { return m_left < 0; }

 private:
  const KindRig& m_rig;
  int m_left;
  rlimit m_before{};
  void (*m_handler)(int) = nullptr;
};

/// As the runner does: where one cannot be made, nothing more is begun and all is taken back.
struct Attempt {
  std::string refused;            ///< the change that could not be made
  bool was_touched = false;       ///< something was done for it all the same
  std::vector<std::string> left;  ///< what may still be in force
};

Attempt attempt(KindRig& rig, Executor& executor) {
  Attempt made;
  for (const Change& change : rig.changes) {
    if (executor.apply(change)) continue;
    made.refused = change.id;
    made.was_touched = rig.fake.is_touched(change.id);
    break;
  }
  made.left = executor.revert_all(&Change::on_abort);
  return made;
}

}  // namespace

TEST_CASE("power lost while any record is written: the world as it was, for every kind") {
  for (const Injector* kind : injectors()) {
    CAPTURE(kind->name);
    KindRig rig{plan_example(*kind).faults.at(0).plan.changes};
    const Pictures pictures = pictures_of(rig);
    for (std::size_t at = 0; at < pictures.before.size(); ++at) {
      const bool is_last = at + 2 >= pictures.before.size();
      const std::string& whole = pictures.after[at].journal;
      for (const std::size_t cut : places_in(pictures.before[at].journal.size(), whole.size(),
                                             is_last ? k_thinned : 977 * k_thinned)) {
        CAPTURE(cut);
        put(rig, std::string_view{whole}.substr(0, cut), pictures.before[at].world);
        CHECK(rig.recover().empty());
        CHECK(rig.fake.is_as_before());
        CHECK(rig.fake.strangers().empty());
      }
    }
  }
}

TEST_CASE("records that never got to the disk: what lies with the target is enough") {
  for (const Injector* kind : injectors()) {
    CAPTURE(kind->name);
    const Plan plan = plan_example(*kind);
    KindRig rig{plan.faults.at(0).plan.changes};
    const std::string head = rig.journal_text();
    const Pictures pictures = pictures_of(rig);
    for (const Picture& picture : pictures.after) {
      for (const std::size_t cut :
           places_in(head.size(), picture.journal.size(), 1499 * k_thinned)) {
        CAPTURE(cut);
        put(rig, std::string_view{picture.journal}.substr(0, cut), picture.world);
        const JournalContent known = rig.rig.content();
        const bool all_known = std::ranges::all_of(rig.changes, [&](const Change& change) {
          return is_findable(change) || known.find(change.id) != nullptr;
        });
        CHECK(recover_all(rig, plan.definition.inventory).empty());
        // What carries neither note nor tag is known to the journal alone, which is synced first.
        if (all_known) CHECK(rig.fake.is_as_before());
        CHECK(rig.fake.strangers().empty());
      }
    }
  }
}

TEST_CASE("no place for a record: that change is not made, and what was made is taken back") {
  for (const Injector* kind : injectors()) {
    CAPTURE(kind->name);
    const auto changes = plan_example(*kind).faults.at(0).plan.changes;
    for (const bool frees : {false, true}) {
      bool was_full = true;
      for (int takes = 0; was_full && takes < k_most_places; ++takes) {
        CAPTURE(takes);
        KindRig rig{changes};
        Attempt made;
        {
          FullDisk disk{rig, takes};
          bool failed = false;
          rig.process(
              -1, [&](Executor& executor) { made = attempt(rig, executor); },
              [&](bool written) {
                if (!written && failed && frees) disk.free();
                if (!written) disk.about_to_write();
                failed = disk.is_full();
              });
          was_full = disk.is_full();
        }
        CHECK(made.left.empty());
        CHECK(rig.fake.is_as_before());
        const JournalContent content = rig.rig.content();
        if (!made.refused.empty() && content.find(made.refused) == nullptr) {
          CHECK_FALSE(made.was_touched);
        }
        CHECK(rig.recover().empty());
        CHECK(rig.fake.is_as_before());
        for (const JournalEntry& entry : rig.rig.content().entries) {
          CHECK((entry.state == ChangeState::reverted || !comes_back(entry.change)));
        }
      }
    }
  }
}

TEST_CASE("no way to the target when it is to be taken back: stuck and told, recovered later") {
  for (const Injector* kind : injectors()) {
    CAPTURE(kind->name);
    const auto changes = plan_example(*kind).faults.at(0).plan.changes;
    bool got_through = false;
    for (int after = 0; !got_through && after < k_most_places; ++after) {
      CAPTURE(after);
      KindRig rig{changes};
      std::vector<std::string> left;
      rig.process(-1, [&](Executor& executor) {
        for (const Change& change : rig.changes) CHECK(executor.apply(change));
        rig.fake.reachable_for = after;
        left = executor.revert_all(&Change::on_death);
      });
      got_through = rig.fake.reachable_for > 0 || rig.fake.is_as_before();
      rig.fake.reachable_for = -1;
      const JournalContent content = rig.rig.content();
      for (const JournalEntry& entry : content.entries) {
        if (!comes_back(entry.change)) continue;
        const bool told = std::ranges::find(left, entry.change.id) != left.end();
        CHECK(told == (entry.state == ChangeState::stuck));
        CHECK(told == (entry.state != ChangeState::reverted));
        CHECK(told == !entry.error.empty());
      }
      CHECK((rig.fake.is_as_before() || !left.empty()));
      if (after == 0) CHECK(left.empty() == std::ranges::none_of(changes, comes_back));
      CHECK(rig.recover().empty());
      CHECK(rig.fake.is_as_before());
    }
    CHECK(got_through);
  }
}

}  // namespace gameday
