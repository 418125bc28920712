// SPDX-License-Identifier: Apache-2.0
#include "world/secret.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace gameday;

namespace {

struct SecretFile {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("gameday-secret-" + std::to_string(getpid()));
  explicit SecretFile(const std::string& content) {
    std::ofstream{path, std::ios::binary} << content;
  }
  ~SecretFile() { std::filesystem::remove(path); }
  [[nodiscard]] SecretRef reference() const { return {SecretRef::From::file, path.string()}; }
};

struct SecretVariable {
  explicit SecretVariable(const char* value) { setenv("GAMEDAY_TEST_SECRET", value, 1); }
  ~SecretVariable() { unsetenv("GAMEDAY_TEST_SECRET"); }
  SecretRef reference{SecretRef::From::environment, "GAMEDAY_TEST_SECRET"};
};

}  // namespace

TEST_CASE("secrets come from the environment and from files") {
  Secrets secrets;
  const SecretVariable variable{"s3cret"};
  CHECK(secrets.read(variable.reference).value() == "s3cret");
  CHECK(secrets.read(SecretFile{"from file\n"}.reference()).value() == "from file");
  CHECK(secrets.read(SecretFile{"two\nlines\r\n"}.reference()).value() == "two\nlines");
}

TEST_CASE("a missing secret is an error that names the reference") {
  Secrets secrets;
  const auto variable = secrets.read({SecretRef::From::environment, "GAMEDAY_NOT_SET"});
  REQUIRE(!variable);
  CHECK(variable.error().text().find("GAMEDAY_NOT_SET") != std::string::npos);
  const auto file = secrets.read({SecretRef::From::file, "/nowhere/secret"});
  REQUIRE(!file);
  CHECK(file.error().text().find("/nowhere/secret") != std::string::npos);
  CHECK(!secrets.read({SecretRef::From::file, "/"}));
}

TEST_CASE("an endless file is no secret") {
  Secrets secrets;
  CHECK(!secrets.read({SecretRef::From::file, "/dev/zero"}));
}

TEST_CASE("a text is joined from its pieces") {
  Secrets secrets;
  const SecretVariable variable{"s3cret"};
  CHECK(secrets.reveal(Text{std::string{"password="}, variable.reference, std::string{";"}}) ==
        "password=s3cret;");
  CHECK(secrets.reveal(Text{}).value() == "");
}

TEST_CASE("an argument that was left unresolved is a bug of ours") {
  Secrets secrets;
  for (const Arg& arg : {Arg{Captured{"/x"}}, Arg{Expiry{}}}) {
    const auto revealed = secrets.reveal(arg);
    REQUIRE(!revealed);
    CHECK(revealed.error().kind == ErrorKind::internal);
  }
}

TEST_CASE("what was read is hidden from what is told") {
  Secrets secrets;
  const SecretVariable variable{"s3cret"};
  REQUIRE(secrets.read(variable.reference));
  CHECK(secrets.hide("user=x password=s3cret, again s3cret") ==
        "user=x password=<secret>, again <secret>");
  CHECK(secrets.hide("nothing") == "nothing");
  CHECK(Secrets{}.hide("s3cret") == "s3cret");
}

TEST_CASE("what was read is hidden where an answer in JSON repeats it as well") {
  Secrets secrets;
  const SecretVariable variable{R"(s3"c\ret)"};
  REQUIRE(secrets.read(variable.reference));
  CHECK(secrets.hide(R"({"Authorization": "s3\"c\\ret"} and s3"c\ret)") ==
        R"({"Authorization": "<secret>"} and <secret>)");
}
