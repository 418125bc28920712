// SPDX-License-Identifier: Apache-2.0
// Through the real program: whatever it is fed, it says what is wrong, exits 4 and lives.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"

using namespace gameday;

namespace {

constexpr int k_bad_input = 4;

std::string repeat(std::string_view piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

/// The sound drill of the catalog with one thing replaced.
std::string spoilt(std::string_view from, std::string_view to) {
  std::string text =
      read_text(std::string{GAMEDAY_SOURCE_DIR} + "/drills/catalog/region_blackhole.toml");
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// Exit 4, and standard error holds the words.
void check_refused(const std::string& file, std::string_view words) {
  const ProcessOutcome outcome = run_program({"validate", file});
  INFO(outcome.err);
  CHECK(outcome.signal == 0);
  CHECK(outcome.status == k_bad_input);
  CHECK(outcome.err.find(words) != std::string::npos);
  CHECK(outcome.err.find(file) != std::string::npos);
}

}  // namespace

TEST_CASE("the drills of the catalogs are valid") {
  const ProcessOutcome outcome = run_program(
      {"validate", "region_blackhole", "region_blackhole_async", "canary", "no_evidence"});
  INFO(outcome.err);
  CHECK(outcome.status == 0);
  CHECK(outcome.out.find("region_blackhole_async.toml: valid\n") != std::string::npos);
  CHECK(outcome.err.empty());
}

TEST_CASE("a program that is called like a drill does not stand in its way") {
  const Scratch scratch;
  write_file((scratch.path / "canary").string(), std::string{"\x7f"
                                                             "ELF"} +
                                                     std::string(64, '\0'));
  CHECK(run_program({"validate", "canary"}, scratch.path.string()).status == 0);
}

TEST_CASE("bad input of every sort is refused in words") {
  const Scratch scratch;
  const auto refused = [&](std::string_view content, std::string_view words) {
    const std::string file = scratch.path / "bad.toml";
    write_file(file, content);
    check_refused(file, words);
  };
  refused("drill = [\n", "not valid TOML");
  refused(spoilt("every = \"20ms\"", "every = 20ms"), "a duration is a text: \"20ms\"");
  refused(spoilt("every = \"20ms\"", "evry = \"20ms\""), "did you mean `every`?");
  refused(spoilt("every = \"20ms\"", "every = 20"), "`every` has no unit");
  refused(spoilt("database = \"orders\"", "database = \"odrers\""), "unknown database `odrers`");
  refused(spoilt("\"lab.toml\"", "\"nowhere.toml\""), "could not find `nowhere.toml`");
  refused("", "missing key `drill`");
  refused(std::string("\x7F"
                      "ELF\x02\x01\x01\0\0\0",
                      10),
          "not a text file");
  refused(
      "\xFF\xFE"
      "d\0r\0",
      "not UTF-8");
  refused("a = " + repeat("[", 10'000), "nested deeper");
  refused("a = " + repeat("{a = ", 10'000), "nested deeper");
  refused(repeat("a.", 100'000) + "b = 1\n", "nested deeper");
  refused(repeat("[[probe]]\ny = 1\n", 900), "more problems");
  refused(repeat("[[probe]]\ny = 1\n", 10'000), "more than 1000 entries");
  refused("k" + std::string(500'000, 'k') + " = 1\n", "unknown key `kkk");
}

TEST_CASE("a file of 100 MB is refused without being read") {
  const Scratch scratch;
  const std::string file = scratch.path / "large.toml";
  write_file(file, "drill = \"x\"\n");
  std::filesystem::resize_file(file, 100U << 20U);
  check_refused(file, "larger than 1024 KiB");
}

TEST_CASE("what is no file is refused") {
  const Scratch scratch;
  check_refused(scratch.path / "absent.toml", "No such file or directory");
  check_refused(scratch.path, "no regular file");
  check_refused("/dev/zero", "no regular file");
}

TEST_CASE("all problems of all files are told, the sound ones called valid") {
  const Scratch scratch;
  const std::string first = scratch.path / "first.toml";
  const std::string second = scratch.path / "second.toml";
  write_file(first, spoilt("every = \"20ms\"", "every = 20\nzebra = 1"));
  write_file(second, spoilt("rto = \"10s\"", "rto = 10"));
  const ProcessOutcome outcome = run_program({"validate", first, "canary", second});
  CHECK(outcome.status == k_bad_input);
  CHECK(outcome.err.find("first.toml:21:9: error: `every` has no unit") != std::string::npos);
  CHECK(outcome.err.find("first.toml:22:1: error: unknown key `zebra`") != std::string::npos);
  CHECK(outcome.err.find("second.toml:12:7: error: `rto` has no unit") != std::string::npos);
  CHECK(outcome.out.find("canary.toml: valid") != std::string::npos);
}

TEST_CASE("a problem of an inventory that drills share is told once, and each drill is not valid") {
  const Scratch scratch;
  const std::string catalog = std::string{GAMEDAY_SOURCE_DIR} + "/drills/catalog/";
  write_file(scratch.path / "lab.toml", read_text(catalog + "lab.toml") + "zebra = 1\n");
  const std::string first = scratch.path / "first.toml";
  const std::string second = scratch.path / "second.toml";
  write_file(first, read_text(catalog + "canary.toml"));
  write_file(second, read_text(catalog + "canary.toml") + "giraffe = 1\n");
  const ProcessOutcome outcome = run_program({"validate", first, second});
  INFO(outcome.err);
  CHECK(outcome.status == k_bad_input);
  CHECK(outcome.out.empty());
  const std::size_t at = outcome.err.find("zebra");
  REQUIRE(at != std::string::npos);
  const std::size_t next = outcome.err.find("lab.toml:", at);
  CHECK(next == std::string::npos);
  CHECK(outcome.err.find("giraffe") != std::string::npos);
  CHECK(outcome.err.find("second.toml: not valid: 1 problem of what it names, told above\n") !=
        std::string::npos);
  // Those who read it as JSON ask for one drill at a time.
  const Json json = Json::parse(run_program({"validate", first, second, "--format", "json"}).out);
  CHECK(json.at(0).at("problems").size() == 1);
  CHECK(json.at(1).at("problems").size() == 2);
}

TEST_CASE("the problems of a broken drill read as they always did") {
  const std::string golden = std::string{GAMEDAY_SOURCE_DIR} + "/tests/golden";
  const ProcessOutcome outcome = run_program({"validate", "broken_drill.toml"}, golden);
  CHECK(outcome.status == k_bad_input);
  CHECK(outcome.err == read_text(golden + "/broken_drill.txt"));
}

TEST_CASE("problems can be had as JSON") {
  const Scratch scratch;
  const std::string file = scratch.path / "bad.toml";
  write_file(file, spoilt("every = \"20ms\"", "every = 20"));
  const ProcessOutcome outcome = run_program({"validate", file, "canary", "--format", "json"});
  CHECK(outcome.status == k_bad_input);
  CHECK(outcome.err.empty());
  const Json json = Json::parse(outcome.out);
  REQUIRE(json.size() == 2);
  CHECK(json[0]["name"] == file);
  CHECK(json[0]["valid"] == false);
  CHECK(json[0]["problems"][0]["line"] == 21);
  CHECK(json[0]["problems"][0]["column"] == 9);
  CHECK(json[1]["valid"] == true);
}

TEST_CASE("bad usage is bad input too") {
  CHECK(run_program({"validate"}).status == k_bad_input);
  CHECK(run_program({"validate", "canary", "--format", "yaml"}).status == k_bad_input);
}
