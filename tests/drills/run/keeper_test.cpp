// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <nlohmann/json.hpp>

#include "drills/record/run_directory.hpp"
#include "drills/run/keeper_frames.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/drills/run/keeper_folder.hpp"
#include "world/fd.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// keeper_main in a child, which it makes deaf to signals, and our end of its socket.
struct Child {
  explicit Child(const std::filesystem::path& folder) {
    std::array<int, 2> pair{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) == 0);
    pid = ::fork();
    if (pid == 0) {
      ::close(pair[0]);
      ::_exit(keeper_main(folder, pair[1], {}));
    }
    ::close(pair[1]);
    socket.reset(pair[0]);
  }
  Json hear() {
    for (int piece = 0; piece < 10; ++piece) {
      if (auto message = reader.next()) return *message;
      if (receive_some(socket.get(), reader, 5s) != Moved::done) break;
    }
    return reader.next().value_or(Json::object());
  }
  [[nodiscard]] int status() const {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  pid_t pid = -1;
  UniqueFd socket;
  FrameReader reader;
};

TEST_CASE("without an inventory, or without a journal, it says why and does not keep") {
  const Scratch scratch;
  Child first{scratch.path};
  CHECK(first.hear().value("failed", "").find("inventory.toml") != std::string::npos);
  CHECK(first.status() == 70);
  put_frozen_inventory(scratch.path);
  Child second{scratch.path};
  CHECK(second.hear().value("failed", "").find("journal") != std::string::npos);
  CHECK(second.status() == 70);
  CHECK_FALSE(read_keeper_mark(scratch.path).has_value());
}

TEST_CASE("it says when it is ready, and leaves when the run is over") {
  const Scratch scratch;
  put_frozen_inventory(scratch.path);
  auto journal = Journal::create(scratch.path / "journal.jsonl",
                                 {.run_id = "0badcafe",
                                  .boot_id = boot_id(),
                                  .pid = ::getpid(),
                                  .start_time = process_start_time(::getpid())});
  REQUIRE(journal);
  Child child{scratch.path};
  CHECK(child.hear().value("ready", 0) == child.pid);
  CHECK(read_keeper_mark(scratch.path).value().pid == child.pid);
  REQUIRE(journal->close());
  REQUIRE(send_all(child.socket.get(), frame({{"bye", true}}), 1s) == Moved::done);
  CHECK(child.status() == 0);
}

}  // namespace
}  // namespace gameday
