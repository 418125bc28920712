// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "drills/run/held_netfilter.hpp"
#include "drills/run/keeper_frames.hpp"
#include "drills/run/keeper_process.hpp"
#include "drills/run/keeper_watch.hpp"
#include "world/clock.hpp"
#include "world/perform.hpp"
#include "world/prompt.hpp"
#include "world/ssh_sockets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_hello_patience{2};
constexpr int k_internal = 70;

int give_up(int socket, const Error& error) {
  fmt::print(stderr, "gameday keeper: {}\n", error.text());
  (void)send_all(socket, frame({{"failed", error.text()}}), k_hello_patience);
  return k_internal;
}

int keep(const std::filesystem::path& run_folder, int socket, const LabIsGone& lab_is_gone,
         const Inventory& inventory) {
  // What the performer holds in the group must have ended before the group can be removed.
  const auto group = OwnCgroup::enter(run_folder.filename().string());
  RealClock clock;
  RealPerformer direct{inventory};
  HeldNetfilter performer{inventory, direct};
  NobodyToAsk prompt;
  World world{clock, performer, prompt};
  KeeperSetup setup{.run_folder = run_folder,
                    .socket = socket,
                    .lab_is_gone = lab_is_gone,
                    .log = [&clock](std::string_view text) {
                      fmt::print(stderr, "{} {}\n", format_utc(clock.wall(), 3), text);
                    }};
  auto watch = KeeperWatch::open(std::move(setup), world, inventory);
  if (!watch) return give_up(socket, watch.error());
  const KeeperMark mark{watch->head().run_id, ::getpid(), process_start_time(::getpid())};
  if (auto marked = write_keeper_mark(run_folder, mark); !marked) {
    return give_up(socket, marked.error());
  }
  (void)send_all(socket, frame({{"ready", ::getpid()}}), k_hello_patience);
  const int status = watch->run();
  close_ssh_connections(inventory);
  return status;
}

}  // namespace

int keeper_main(const std::filesystem::path& run_folder, int socket, const LabIsGone& lab_is_gone) {
  harden_process();
  ::fcntl(socket, F_SETFD, FD_CLOEXEC);
  const auto inventory = frozen_inventory(run_folder);
  if (!inventory) return give_up(socket, inventory.error());
  return keep(run_folder, socket, lab_is_gone, *inventory);
}

}  // namespace gameday
