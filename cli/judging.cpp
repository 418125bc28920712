// SPDX-License-Identifier: Apache-2.0
#include "cli/judging.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <fstream>

#include "base/catalog.hpp"
#include "cli/vocabulary.hpp"
#include "drills/report/exporters.hpp"

namespace gameday {

Result<Judged> judge(const std::filesystem::path& run_folder) {
  Result<Record> record = read_record(run_folder, vocabulary());
  if (!record) return tl::unexpected(record.error());
  Scorecard card = score(*record);
  return Judged{.record = std::move(*record), .card = std::move(card)};
}

Result<std::string> written(const Judged& judged, std::string_view format) {
  const Exporter* exporter = find_kind(exporters(), format);
  if (exporter == nullptr) {
    const auto names = names_of(exporters());
    const auto meant = nearest(format, names);
    return fail(ErrorKind::bad_input, "write the scorecard", std::string{format},
                "there is no such format",
                meant ? "did you mean " + *meant + "?" : "see `gameday list exporters`");
  }
  return exporter->write(judged.card, judged.record);
}

Result<void> write_scorecards(const Judged& judged, const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  for (const std::string_view format : {"json", "html"}) {
    const Result<std::string> bytes = written(judged, format);
    if (!bytes) return tl::unexpected(bytes.error());
    const std::filesystem::path file = folder / fmt::format("scorecard.{}", format);
    std::ofstream stream(file, std::ios::binary);
    stream << *bytes;
    stream.close();
    if (!stream) return fail_errno("write the scorecard", file, errno);
  }
  return {};
}

ExitStatus judge_run(const std::filesystem::path& run_folder, const std::string& out) {
  const Result<Judged> judged = judge(run_folder);
  if (!judged) {
    fmt::print(stderr, "{}\n", judged.error().text());
    return ExitStatus::internal;
  }
  for (const std::filesystem::path& folder : {run_folder, std::filesystem::path{out}}) {
    if (folder.empty()) continue;
    if (const auto done = write_scorecards(*judged, folder); !done) {
      fmt::print(stderr, "{}\n", done.error().text());
      return ExitStatus::internal;
    }
  }
  if (const auto text = written(*judged, "text")) fmt::print("{}", *text);
  fmt::print(stderr, "record: {}\n", run_folder.string());
  return static_cast<ExitStatus>(judged->card.exit_status);
}

}  // namespace gameday
