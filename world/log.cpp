// SPDX-License-Identifier: Apache-2.0
#include "world/log.hpp"

#include <fcntl.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>

#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

namespace gameday {
namespace {

struct Open {
  std::mutex mutex;
  std::shared_ptr<spdlog::logger> logger;
};

Open& open_now() {
  static Open open;
  return open;
}

std::shared_ptr<spdlog::logger> current() {
  const std::lock_guard lock{open_now().mutex};
  return open_now().logger;
}

void replace(std::shared_ptr<spdlog::logger> logger) {
  const std::lock_guard lock{open_now().mutex};
  open_now().logger = std::move(logger);
}

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug: return spdlog::level::debug;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::warning: return spdlog::level::warn;
    default: return spdlog::level::err;
  }
}

std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c == '\n') {
      line += "\\n";
    } else if (c == '\r') {
      line += "\\r";
    } else {
      line += c;
    }
  }
  return line;
}

spdlog::file_event_handlers closed_on_exec() {
  spdlog::file_event_handlers handlers;
  handlers.after_open = [](const spdlog::filename_t&, std::FILE* file) {
    fcntl(fileno(file), F_SETFD, FD_CLOEXEC);
  };
  return handlers;
}

}  // namespace

Result<void> open_log(const std::filesystem::path& file, LogLevel at_least) {
  try {
    auto sink =
        std::make_shared<spdlog::sinks::basic_file_sink_mt>(file.string(), false, closed_on_exec());
    auto logger = std::make_shared<spdlog::logger>("gameday", std::move(sink));
    logger->set_formatter(std::make_unique<spdlog::pattern_formatter>(
        "%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc));
    logger->set_level(to_spdlog(at_least));
    logger->flush_on(spdlog::level::debug);
    // A full disk must not print to the operator's terminal once a line.
    logger->set_error_handler([](const std::string&) {});
    replace(std::move(logger));
    return {};
  } catch (const spdlog::spdlog_ex& error) {
    return fail(ErrorKind::failed, "open the log", file.string(), error.what());
  }
}

void log_line(LogLevel level, std::string_view text) {
  if (const auto logger = current()) logger->log(to_spdlog(level), one_line(text));
}

void close_log() { replace(nullptr); }

}  // namespace gameday
