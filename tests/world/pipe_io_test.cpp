// SPDX-License-Identifier: Apache-2.0
#include "world/pipe_io.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>

#include <csignal>

#include "world/fd.hpp"

using namespace gameday;

namespace {

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

Pipe make_pipe() {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
  return {UniqueFd{ends[0]}, UniqueFd{ends[1]}};
}

}  // namespace

TEST_CASE("what does not fit stays pending") {
  Pipe pipe = make_pipe();
  std::string pending(1U << 20U, 'x');
  CHECK(write_some(pipe.write.get(), pending) == PipeState::open);
  CHECK(!pending.empty());
  CHECK(pending.size() < (1U << 20U));

  std::string read;
  CHECK(read_some(pipe.read.get(), read, 1U << 20U, Keep::front) == PipeState::open);
  CHECK(read.size() + pending.size() == (1U << 20U));
}

TEST_CASE("writing to nobody ends without a signal") {
  Pipe pipe = make_pipe();
  pipe.read.reset();
  struct sigaction before{};
  struct sigaction deadly{};
  deadly.sa_handler = SIG_DFL;
  REQUIRE(sigaction(SIGPIPE, &deadly, &before) == 0);
  std::string pending = "text";
  CHECK(write_some(pipe.write.get(), pending) == PipeState::ended);
  CHECK(pending == "text");
  sigset_t waiting;
  sigpending(&waiting);
  CHECK(sigismember(&waiting, SIGPIPE) == 0);
  sigaction(SIGPIPE, &before, nullptr);
}

TEST_CASE("reading tells the end of file") {
  Pipe pipe = make_pipe();
  std::string pending = "last words";
  REQUIRE(write_some(pipe.write.get(), pending) == PipeState::open);
  pipe.write.reset();
  std::string read = "before, ";
  CHECK(read_some(pipe.read.get(), read, 100, Keep::front) == PipeState::ended);
  CHECK(read == "before, last words");
}

TEST_CASE("an output over its cap keeps its front or its tail") {
  for (const auto& [keep, kept] : {std::pair{Keep::front, "0123"}, std::pair{Keep::tail, "6789"}}) {
    Pipe pipe = make_pipe();
    std::string pending = "0123456789";
    REQUIRE(write_some(pipe.write.get(), pending) == PipeState::open);
    std::string read;
    CHECK(read_some(pipe.read.get(), read, 4, keep) == PipeState::open);
    CHECK(read == kept);
  }
}
