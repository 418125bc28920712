// SPDX-License-Identifier: Apache-2.0
#include "base/result.hpp"

#include <cerrno>
#include <doctest/doctest.h>

using namespace gameday;

TEST_CASE("an error says what, where, why and what to do next") {
  const Error full{ErrorKind::failed, "open the journal", "db-a", "disk full", "free some space"};
  CHECK(full.text() == "could not open the journal on db-a: disk full; free some space");
}

TEST_CASE("an error leaves out what it does not know") {
  CHECK(Error{ErrorKind::failed, "go on", "", "no", ""}.text() == "could not go on: no");
  CHECK(Error{ErrorKind::failed, "go on", "db-a", "", ""}.text() == "could not go on on db-a");
}

TEST_CASE("fail gives a result that holds the error") {
  const Result<int> result = fail(ErrorKind::refused, "start", "here", "halted", "resume");
  REQUIRE(!result);
  CHECK(result.error().kind == ErrorKind::refused);
  CHECK(result.error().next == "resume");
}

TEST_CASE("fail_errno tells the system's reason") {
  const Result<int> result = fail_errno("open", "/x", ENOENT);
  REQUIRE(!result);
  CHECK(result.error().kind == ErrorKind::failed);
  CHECK(result.error().why == "No such file or directory");
}

TEST_CASE("each kind of error has a name of its own") {
  CHECK(to_string(ErrorKind::failed) == "failed");
  CHECK(to_string(ErrorKind::absent) == "absent");
  CHECK(to_string(ErrorKind::timeout) == "timeout");
  CHECK(to_string(ErrorKind::bad_input) == "bad_input");
  CHECK(to_string(ErrorKind::refused) == "refused");
  CHECK(to_string(ErrorKind::internal) == "internal");
}
