// SPDX-License-Identifier: Apache-2.0
#include "cli/application.hpp"

int main(int argc, char** argv) { return gameday::run_application(argc, argv); }
