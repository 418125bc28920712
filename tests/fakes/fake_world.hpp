// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/action.hpp"
#include "base/change.hpp"
#include "world/clock.hpp"

namespace gameday {

/// Where a test's process dies.
struct Died {};

/// Burns once for each thing that happens; the process dies when it is burnt down.
struct Fuse {
  int left = -1;  ///< negative = never
  void burn() {
    if (left == 0) throw Died{};
    if (left > 0) --left;
  }
};

/// The kernel's clocks, which a test moves on instead of waiting.
class ShiftedClock : public RealClock {
 public:
  [[nodiscard]] Instant now() const override { return RealClock::now() + m_shift; }
  [[nodiscard]] WallTime wall() const override { return RealClock::wall() + m_shift; }
  [[nodiscard]] Duration boottime() const override { return RealClock::boottime() + m_shift; }
  void advance(Duration by) { m_shift += by; }

 private:
  Duration m_shift{0};
};

/// A world of named things with a value. Understands, as argv or as an nft transaction:
/// "make NAME VALUE" (fine where it is so already), "unmake NAME VALUE" (only that value; fine
/// where it is gone), "set NAME VALUE", "look NAME" (prints "NAME VALUE", or status 1). Each action
/// may be where the process dies, just before or just after its effect.
class FakeWorld : public Performer {
 public:
  std::map<std::string, std::string> things;
  std::vector<std::string> effects;  ///< what has changed something, in order
  std::set<std::string> broken;      ///< commands that fail
  std::map<std::string, int> flaky;  ///< commands that fail so many times
  std::set<std::string> hanging;     ///< commands that run into their deadline, without effect
  std::set<std::string> unanswered;  ///< commands that take effect, then run into their deadline
  std::set<std::string> slow;        ///< commands that the process starts, dying before they land
  Fuse* fuse = nullptr;

  [[nodiscard]] Result<Outcome> perform(const Action& action) override {
    const std::string command = text_of(action);
    burn();
    if (slow.contains(command)) {
      m_landing.push_back(command);
      throw Died{};
    }
    if (hanging.contains(command)) return late(command);
    const auto fails = flaky.find(command);
    const bool fails_now = fails != flaky.end() && fails->second-- > 0;
    Outcome outcome =
        broken.contains(command) || fails_now ? refused("broken") : carry_out(command);
    burn();
    if (unanswered.contains(command)) return late(command);
    return outcome;
  }

  /// What was started by a process that died takes effect now.
  void land() {
    for (const std::string& command : m_landing) (void)carry_out(command);
    m_landing.clear();
  }

  /// Position of an effect, or -1.
  [[nodiscard]] int position(const std::string& effect) const {
    const auto found = std::ranges::find(effects, effect);
    return found == effects.end() ? -1 : static_cast<int>(found - effects.begin());
  }

 private:
  void burn() {
    if (fuse != nullptr) fuse->burn();
  }

  static std::string text_of(const Action& action) {
    if (const auto* netfilter = std::get_if<Netfilter>(&action.what)) {
      return netfilter->transactions.at(0);
    }
    std::string text;
    for (const Arg& arg : std::get<Exec>(action.what).argv) {
      text += (text.empty() ? "" : " ") + std::get<std::string>(arg);
    }
    return text;
  }

  static Outcome refused(const std::string& why) { return {false, 1, "", why, {}}; }

  static Result<Outcome> late(const std::string& command) {
    return fail(ErrorKind::timeout, "carry out", command, "its deadline passed");
  }

  Outcome carry_out(const std::string& command) {
    std::istringstream words{command};
    std::string verb;
    std::string name;
    std::string value;
    words >> verb >> name >> value;
    const auto found = things.find(name);
    if (verb == "look") {
      if (found == things.end()) return refused("no " + name);
      return {true, 0, name + " " + found->second + "\n", "", {}};
    }
    const bool ours = found != things.end() && found->second == value;
    if (verb == "make" && found != things.end() && !ours) return refused("there is another one");
    if (verb == "unmake" && !ours) return {true, 0, "", "", {}};
    if (verb != "unmake" && ours) return {true, 0, "", "", {}};
    effects.push_back(command);
    if (verb == "unmake") {
      things.erase(found);
    } else {
      things[name] = value;
    }
    return {true, 0, "", "", {}};
  }

  std::vector<std::string> m_landing;
};

/// A command of the fake world.
inline Action fake_action(const std::string& command) {
  std::istringstream words{command};
  Exec exec;
  for (std::string word; words >> word;) exec.argv.emplace_back(word);
  return {{"there"}, std::chrono::milliseconds{3000}, exec};
}

/// A change that makes a thing; its undo removes it.
inline Change making(const std::string& id, const std::string& name) {
  Change change;
  change.id = id;
  change.summary = "makes " + name;
  change.apply = fake_action("make " + name + " ours");
  change.verify = {fake_action("look " + name),
                   {.cells = {{"2", "ours"}}},
                   {.status = 1, .contains = {"no " + name}}};
  change.revert = fake_action("unmake " + name + " ours");
  return change;
}

/// A change that sets a thing to a value; its undo sets it to what was captured.
inline Change setting(const std::string& id, const std::string& name, const std::string& value) {
  Change change;
  change.id = id;
  change.summary = "sets " + name;
  change.capture = fake_action("look " + name);
  change.capture_fields = {"old@2"};
  change.apply = fake_action("set " + name + " " + value);
  change.verify = {
      fake_action("look " + name), {.cells = {{"2", value}}}, {.cells = {{"2", Captured{"/old"}}}}};
  change.revert = fake_action("set " + name);
  std::get<Exec>(change.revert->what).argv.emplace_back(Captured{"/old"});
  return change;
}

/// The same, as what a failover does: held when gameday dies or the run is aborted.
inline Change held(Change change) {
  change.on_death = Fate::hold;
  change.on_abort = Fate::hold;
  return change;
}

}  // namespace gameday
