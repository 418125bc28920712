# One library per part of the house. A part's sources are all the .cpp files of its folder, so that
# one more kind is one file; what a part may link is what it may include (tests/tidy checks it).

# Those whose readers are fuzzed; what the fuzzer sees of them is built in beside the sanitizers.
set(fuzzed base world injectors runbooks definition plan guard record)

# gameday_part(NAME FOLDER [GLOBAL pattern...] [LINK libraries...])
function(gameday_part name folder)
  cmake_parse_arguments(PART "FLAT" "" "LINK" ${ARGN})
  if(PART_FLAT)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  else()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
  endif()
  list(FILTER sources EXCLUDE REGEX "/(cli/main|lab/shop/main)[.]cpp$")
  if(name STREQUAL lab)
    list(FILTER sources EXCLUDE REGEX "/lab/shop/")
  endif()
  if(NOT sources)
    set(sources ${CMAKE_SOURCE_DIR}/cmake/empty.cpp)
  endif()
  add_library(gameday_${name} STATIC ${sources})
  target_link_libraries(gameday_${name} PUBLIC gameday_options ${PART_LINK})
  if(GAMEDAY_FUZZ AND name IN_LIST fuzzed)
    target_compile_options(gameday_${name} PRIVATE ${GAMEDAY_COVERAGE})
  endif()
  if(name STREQUAL base)
    target_precompile_headers(gameday_base PRIVATE <algorithm> <array> <chrono> <cstdint>
      <filesystem> <functional> <map> <memory> <optional> <set> <span> <string> <string_view>
      <utility> <variant> <vector> <fmt/format.h> <nlohmann/json.hpp> <tl/expected.hpp>)
  else()
    target_precompile_headers(gameday_${name} REUSE_FROM gameday_base)
  endif()
endfunction()

gameday_part(base base LINK fmt::fmt nlohmann_json::nlohmann_json OpenSSL::Crypto)
gameday_part(world world LINK gameday_base Threads::Threads Boost::headers CURL::libcurl
  PostgreSQL::PostgreSQL PkgConfig::CARES spdlog::spdlog)
target_link_libraries(gameday_world PRIVATE pugixml::pugixml PkgConfig::MNL
  PkgConfig::RABBITMQ)
gameday_part(injectors injectors LINK gameday_base)
gameday_part(runbooks runbooks LINK gameday_base)
gameday_part(checks drills/checks LINK gameday_base)
gameday_part(definition drills/definition LINK gameday_base gameday_injectors gameday_runbooks
  gameday_checks
  tomlplusplus::tomlplusplus)
gameday_part(plan drills/plan LINK gameday_definition)
gameday_part(guard drills/guard LINK gameday_plan)
gameday_part(record drills/record LINK gameday_definition gameday_world ZLIB::ZLIB)
gameday_part(measure drills/measure LINK gameday_record)
gameday_part(policy drills/policy LINK gameday_record)
gameday_part(run drills/run LINK gameday_guard gameday_measure gameday_policy)
gameday_part(score drills/score LINK gameday_measure gameday_policy)
gameday_part(report drills/report LINK gameday_score)
gameday_part(shop lab/shop LINK gameday_world)
gameday_part(lab lab LINK gameday_world gameday_shop)
gameday_part(cli cli LINK gameday_run gameday_report gameday_policy gameday_lab CLI11::CLI11)

add_executable(gameday cli/main.cpp)
target_link_libraries(gameday PRIVATE gameday_cli)
target_precompile_headers(gameday REUSE_FROM gameday_base)

# The sample service that runs in the regions of the lab; it lies beside gameday. Of the libraries
# it loads only what it calls, because two of them run in each lab.
add_executable(gameday-shop lab/shop/main.cpp)
target_link_options(gameday-shop PRIVATE -Wl,--as-needed)
target_link_libraries(gameday-shop PRIVATE gameday_shop)
target_precompile_headers(gameday-shop REUSE_FROM gameday_base)
add_dependencies(gameday gameday-shop)
