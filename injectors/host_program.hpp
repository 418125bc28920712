// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/action.hpp"
#include "base/inventory.hpp"

// Small perl programs that work on any host: perl-base is part of every Debian, and an image
// without it says so in its error. They are constants; what differs comes as words behind them.
namespace gameday {

/// One perl program on a host: perl -e PROGRAM -- WORDS.
[[nodiscard]] Action run_program(const Host& host, std::string program, std::vector<Arg> words,
                                 std::chrono::milliseconds deadline = std::chrono::seconds{5});

/// A program that deals with processes: a first line that says what it does, for plans, then
/// `facts` (of one process), `everybody`, `tree` (parents first), `guard` (never process 1, never
/// those who ask), `main_pid` (of a pid file or a systemd unit), `wait_for`, then the body.
[[nodiscard]] std::string process_program(std::string_view title, std::string_view body);

/// Where gameday keeps something of a change on its host:
/// <scratch>/gameday/<run>.<change>.<ending>; the folder is made by plant_note.
[[nodiscard]] std::string scratch_file(const Host& host, const std::string& run_id,
                                       const std::string& change, std::string_view ending);

}  // namespace gameday
