// SPDX-License-Identifier: Apache-2.0
#include "lab/cluster_template.hpp"

#include <doctest/doctest.h>

#include "tests/lab/support/inside.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;
using namespace std::chrono_literals;

TEST_CASE("the name of the cold cluster is the same until something in it changes") {
  CHECK(template_name() == template_name());
  CHECK(template_name().starts_with("template-15-"));
}

TEST_CASE("a cluster is made once, without remains, and copied where it is wanted") {
  const Scratch scratch;
  auto site = make_site(Options{.name = "cluster"});
  REQUIRE(site);
  site->base = scratch.folder();
  site->folder = scratch.folder() / "cluster";
  std::filesystem::create_directories(site->folder);
  std::filesystem::create_directory(scratch.folder() / "template-15-of-another-boot");
  scratch.write("template-15-of-another-boot/stranger", "x");
  const auto a = site->folder / "a";
  const auto b = site->folder / "b";
  CHECK(in_new_namespaces([&] { return copy_cluster(*site, {a}, 20s) ? 0 : 1; }) == 0);
  const auto made = std::filesystem::last_write_time(site->base / template_name());
  CHECK(in_new_namespaces([&] { return copy_cluster(*site, {b}, 20s) ? 0 : 1; }) == 0);
  CHECK(std::filesystem::last_write_time(site->base / template_name()) == made);
  CHECK(scratch.read("cluster/a/PG_VERSION") == "15\n");
  CHECK(scratch.read("cluster/b/global/pg_control") == scratch.read("cluster/a/global/pg_control"));
  CHECK(scratch.read("cluster/a/pg_hba.conf").find("host replication all 10.77.0.0/16 trust") !=
        std::string::npos);
  CHECK(scratch.read("cluster/a/postgresql.conf").ends_with("include = '../region.conf'\n"));
  CHECK_FALSE(std::filesystem::exists(a / "stranger"));
  CHECK_FALSE(std::filesystem::exists(a / "postmaster.pid"));
  CHECK_FALSE(std::filesystem::exists(scratch.folder() / "template-15-of-another-boot"));
}
