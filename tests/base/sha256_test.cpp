// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

TEST_CASE("digests are those of FIPS 180-4") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("pieces give what the whole gives") {
  Sha256 digest;
  digest.update("a");
  digest.update("");
  digest.update("bc");
  CHECK(digest.hex() == sha256_hex("abc"));
}

}  // namespace
}  // namespace gameday
