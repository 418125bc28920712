// SPDX-License-Identifier: Apache-2.0
#include "base/params.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("a parameter is had by its name and its type") {
  Params params;
  params.set("every", Duration{20ms});
  params.set("url", std::string{"http://shop.lab/"});
  CHECK(params.get<Duration>("every") == 20ms);
  CHECK(params.get<std::string>("url") == "http://shop.lab/");
  CHECK(params.has("url"));
  CHECK(params.all().size() == 2);
}

TEST_CASE("a missing parameter, or one of another type, gives the fallback") {
  Params params;
  params.set("count", std::int64_t{3});
  CHECK(params.get<std::int64_t>("other", 7) == 7);
  CHECK(params.get<std::string>("count", "none") == "none");
  CHECK(!params.has("other"));
}

TEST_CASE("setting a parameter again replaces it") {
  Params params;
  params.set("on", true);
  params.set("on", false);
  CHECK(params.get<bool>("on", true) == false);
}

TEST_CASE("each type of parameter has a name of its own") {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(ParamType::secret); ++i) {
    names.insert(to_string(static_cast<ParamType>(i)));
  }
  CHECK(names.size() == 8);
  CHECK(to_string(ParamType::text_list) == "list of texts");
}
