// SPDX-License-Identifier: Apache-2.0
#include "drills/record/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/sha256.hpp"
#include "drills/record/disk.hpp"
#include "drills/record/journal.hpp"
#include "drills/record/ledger_file.hpp"
#include "drills/record/sample_line.hpp"
#include "drills/record/sealed_line.hpp"

namespace gameday {
namespace fs = std::filesystem;
namespace {

/// More than this is told as a number: a record that is rotten need not be described line by line.
constexpr std::size_t k_damage_told = 20;

/// Reads a run's folder into a record, keeping count of what is damaged.
class RecordReader {
 public:
  explicit RecordReader(fs::path folder) : m_folder(std::move(folder)) {}

  Result<Record> read(const Vocabulary& vocabulary);

 private:
  Result<void> read_definition(const Vocabulary& vocabulary);
  Variables read_variables();
  void read_plan();
  template <class Take>
  void read_stream(const std::string& name, const Take& take);
  void read_streams();
  void read_ledgers();
  void read_what_is_in_force();
  void put_in_order();
  void name_the_run();
  void damaged(std::string what);
  /// The text of a frozen file; its digest goes to `digest`.
  std::optional<SourceFile> frozen(const std::string& name, std::string& digest);

  fs::path m_folder;
  Record m_record;
  Sha256 m_digest;
  std::size_t m_untold = 0;
};

void RecordReader::damaged(std::string what) {
  if (m_record.damage.size() < k_damage_told) {
    m_record.damage.push_back(std::move(what));
  } else {
    ++m_untold;
  }
}

std::optional<SourceFile> RecordReader::frozen(const std::string& name, std::string& digest) {
  Result<std::string> text = read_file(m_folder / name);
  if (!text) return std::nullopt;
  digest = sha256_hex(*text);
  return SourceFile{name, std::move(*text)};
}

Variables RecordReader::read_variables() {
  Variables variables;
  const Result<std::string> text = read_file(m_folder / "variables.json");
  const Json json = Json::parse(text.value_or("{}"), nullptr, false);
  if (!json.is_object()) {
    damaged("variables.json is damaged");
    return variables;
  }
  for (const auto& [name, value] : json.items()) {
    if (value.is_string()) variables[name] = value.get<std::string>();
  }
  return variables;
}

Result<void> RecordReader::read_definition(const Vocabulary& vocabulary) {
  const auto drill = frozen("drill.toml", m_record.drill_sha256);
  if (!drill) {
    return fail(ErrorKind::absent, "read the run", m_folder, "it has no drill.toml");
  }
  // The names are those of the operator's files; of two runbooks the second is the failback's.
  int runbooks = 0;
  const ReadSource read = [this, &runbooks](std::string_view /*name*/, std::string_view /*beside*/,
                                            std::string_view catalog) {
    if (catalog.find("runbook") == std::string_view::npos) {
      return frozen("inventory.toml", m_record.inventory_sha256);
    }
    return ++runbooks == 1 ? frozen("runbook.toml", m_record.runbook_sha256)
                           : frozen("failback.toml", m_record.failback_sha256);
  };
  Loaded loaded = load_drill(*drill, read, read_variables(), vocabulary);
  if (!loaded.definition) {
    const std::string why = loaded.problems.empty() ? "it cannot be understood"
                                                    : loaded.problems.front().file + ": " +
                                                          loaded.problems.front().message;
    return fail(ErrorKind::bad_input, "read the frozen drill of", m_folder, why);
  }
  m_record.definition = std::move(*loaded.definition);
  return {};
}

void RecordReader::read_plan() {
  const Result<std::string> text = read_file(m_folder / "plan.json");
  if (!text) return damaged("plan.json is missing");
  const Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object()) return damaged("plan.json is damaged");
  const Json digest = json.value("/digests/plan"_json_pointer, Json());
  m_record.plan_sha256 = digest.is_string() ? digest.get<std::string>() : sha256_hex(*text);
}

template <class Take>
void RecordReader::read_stream(const std::string& name, const Take& take) {
  std::uint64_t expected = 0;
  std::uint64_t number = 0;
  m_digest.update(name + "\n");
  const auto line = [&](std::string_view text, bool whole) {
    ++number;
    const std::optional<Json> json = whole ? unseal(text) : std::nullopt;
    if (!json || !take(*json)) {
      damaged(fmt::format("{}: line {} is {}", name, number, whole ? "damaged" : "torn"));
      ++expected;
      return;
    }
    const auto sequence = json->at("seq").get<std::uint64_t>();
    if (sequence != expected) {
      damaged(fmt::format("{}: lines are missing before line {}", name, number));
    }
    expected = sequence + 1;
  };
  const auto read =
      read_lines(m_folder / name, line, [this](std::string_view piece) { m_digest.update(piece); });
  if (!read) damaged(fmt::format("{}: {}", name, read.error().why));
}

void RecordReader::read_streams() {
  read_stream("timeline.jsonl", [this](const Json& json) {
    Result<Event> event = event_from_json(json);
    if (event) m_record.events.push_back(std::move(*event));
    return event.has_value();
  });
  read_stream("samples.jsonl", [this](const Json& json) {
    std::optional<Named<Sample>> named = sample_from(json);
    if (named) m_record.probes[named->name].push_back(std::move(named->value));
    return named.has_value();
  });
  read_stream("writes.jsonl", [this](const Json& json) {
    std::optional<Named<Write>> named = write_from(json);
    if (named) m_record.ledgers[named->name].writes.push_back(std::move(named->value));
    return named.has_value();
  });
}

void RecordReader::read_ledgers() {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator{m_folder / "ledgers", error}) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    const std::string name = file.filename();
    const Result<std::string> text = read_file(file);
    m_digest.update(name + "\n");
    m_digest.update(text.value_or(""));
    std::optional<LedgerReading> reading = ledger_from_text(text.value_or(""));
    if (!reading) {
      damaged(fmt::format("ledgers/{} is damaged", name));
      continue;
    }
    m_record.ledgers[reading->about.ledger].readings.push_back(std::move(*reading));
  }
}

void RecordReader::read_what_is_in_force() {
  const Result<JournalContent> journal = read_journal(m_folder / "journal.jsonl");
  if (!journal) return;
  for (const JournalEntry& entry : journal->entries) {
    if (entry.change.on_death != Fate::revert || entry.state == ChangeState::planned) continue;
    if (entry.state != ChangeState::reverted) m_record.in_force.push_back(entry.change.id);
  }
}

/// They were written as they ended; everybody wants them as they were sent.
void RecordReader::put_in_order() {
  for (auto& [name, samples] : m_record.probes) {
    std::ranges::stable_sort(samples, {}, &Sample::sent);
  }
  for (auto& [name, ledger] : m_record.ledgers) {
    std::ranges::stable_sort(ledger.writes, {}, &Write::sent);
    std::ranges::stable_sort(ledger.readings, {},
                             [](const LedgerReading& reading) { return reading.about.reading; });
  }
}

/// From the record itself, so that a folder that was moved or renamed is still the same run.
void RecordReader::name_the_run() {
  m_record.run = m_folder.parent_path().filename() / m_folder.filename();
  for (const Event& event : m_record.events) {
    const auto* started = std::get_if<events::Started>(&event.body);
    if (started == nullptr) continue;
    std::string at = started->started_at;
    if (const auto fraction = at.find('.'); fraction != std::string::npos) {
      at = at.substr(0, fraction) + "Z";
    }
    std::erase_if(at, [](char c) { return c == '-' || c == ':'; });
    m_record.run = fmt::format("{}/{}-{}", started->drill, at, started->run_id);
    return;
  }
}

Result<Record> RecordReader::read(const Vocabulary& vocabulary) {
  if (auto read = read_definition(vocabulary); !read) return tl::unexpected(read.error());
  read_plan();
  read_streams();
  read_ledgers();
  read_what_is_in_force();
  put_in_order();
  name_the_run();
  if (m_untold > 0) m_record.damage.push_back(fmt::format("and {} more", m_untold));
  m_record.record_sha256 = m_digest.hex();
  return std::move(m_record);
}

}  // namespace

Result<Record> read_record(const fs::path& run_folder, const Vocabulary& vocabulary) {
  std::error_code error;
  const fs::path folder = fs::canonical(run_folder, error);
  if (error) return fail(ErrorKind::absent, "read the run", run_folder, error.message());
  return RecordReader{folder}.read(vocabulary);
}

}  // namespace gameday
