// SPDX-License-Identifier: Apache-2.0
#include "drills/record/timeline.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>
#include <variant>

#include "drills/record/disk.hpp"
#include "drills/record/ledger_file.hpp"
#include "drills/record/sample_line.hpp"
#include "drills/record/sealed_line.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

/// Samples and writes that wait for the disk; of events, of which there are few, twice as many may.
/// What finds no room is left out, and the gap in the numbers shows it to whoever reads.
constexpr std::size_t k_queue_limit = 1U << 16U;
constexpr auto k_group_every = 100ms;
constexpr auto k_flush_deadline = 10s;

/// What waits for the writer thread, with its number in the file it goes to.
struct Item {
  std::uint64_t sequence = 0;
  std::variant<Event, Named<Sample>, Named<Write>> what;
};

std::string members_of(const Event& event) {
  const std::string text = to_json(event).dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.substr(1, text.size() - 2);
}
std::string members_of(const Named<Sample>& named) {
  return sample_members(named.name, named.value);
}
std::string members_of(const Named<Write>& named) { return write_members(named.name, named.value); }

/// One file being written. After an error nothing more is added: a torn line stays the last one.
struct Stream {
  int fd = -1;
  std::filesystem::path file;
  std::string buffer = {};
  bool broken = false;

  Result<void> open(const std::filesystem::path& path) {
    file = path;
    fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return fail_errno("make the record", path, errno);
    return {};
  }

  Result<void> sync() {
    if (buffer.empty() || broken) return {};
    auto written = write_all(fd, buffer, file);
    buffer.clear();
    if (written && ::fdatasync(fd) != 0) written = fail_errno("sync", file, errno);
    broken = !written;
    return written;
  }
};

class FileRecorder final : public Recorder {
 public:
  ~FileRecorder() override {
    {
      const std::lock_guard lock{m_mutex};
      m_stop = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable()) m_thread.join();
    for (const Stream& stream : m_streams) {
      if (stream.fd >= 0) ::close(stream.fd);
    }
  }

  Result<void> start(const std::filesystem::path& folder) {
    m_folder = folder;
    constexpr std::array k_files{"timeline.jsonl", "samples.jsonl", "writes.jsonl"};
    for (std::size_t index = 0; index < k_files.size(); ++index) {
      if (auto opened = m_streams[index].open(folder / k_files[index]); !opened) return opened;
    }
    m_thread = std::thread{[this] { serve(); }};
    return {};
  }

  void event(const Event& event) override {
    if (!std::holds_alternative<events::Tick>(event.body)) put(event, 2 * k_queue_limit);
  }
  void sample(std::string_view probe, const Sample& sample) override {
    put(Named<Sample>{std::string{probe}, sample}, k_queue_limit);
  }
  void write(std::string_view ledger, const Write& write) override {
    put(Named<Write>{std::string{ledger}, write}, k_queue_limit);
  }

  Result<void> reading(const LedgerReading& reading) override {
    return write_synced(m_folder / ledger_file_name(reading.about), ledger_file_text(reading));
  }

  Result<void> flush() override {
    std::unique_lock lock{m_mutex};
    const std::uint64_t ticket = ++m_flush_asked;
    m_wake.notify_one();
    if (!m_done.wait_for(lock, k_flush_deadline, [&] { return m_flushed >= ticket; })) {
      return fail(ErrorKind::timeout, "write the record", m_folder, "the disk did not answer");
    }
    if (m_error) return tl::unexpected(*m_error);
    return {};
  }

 private:
  void put(decltype(Item::what) what, std::size_t limit) {
    const std::lock_guard lock{m_mutex};
    const std::uint64_t sequence = m_next[what.index()]++;
    if (m_queue.size() < limit) m_queue.push_back(Item{sequence, std::move(what)});
  }

  void serve() {
    std::vector<Item> batch;
    bool stop = false;
    while (!stop) {
      std::unique_lock lock{m_mutex};
      m_wake.wait_for(lock, k_group_every, [this] { return m_stop || m_flush_asked > m_flushed; });
      batch.clear();
      std::swap(batch, m_queue);
      stop = m_stop;
      const std::uint64_t ticket = m_flush_asked;
      lock.unlock();
      const Result<void> stored = store(batch);
      lock.lock();
      if (!stored && !m_error) m_error = stored.error();
      m_flushed = ticket;
      m_done.notify_all();
    }
  }

  Result<void> store(const std::vector<Item>& batch) {
    for (const Item& item : batch) {
      m_streams[item.what.index()].buffer += seal_members(
          std::visit([](const auto& what) { return members_of(what); }, item.what), item.sequence);
    }
    Result<void> first_error;
    for (Stream& stream : m_streams) {
      auto synced = stream.sync();
      if (!synced && first_error) first_error = std::move(synced);
    }
    return first_error;
  }

  std::filesystem::path m_folder;
  std::array<Stream, 3> m_streams;  ///< in the order of Item::what; the writer thread's own
  std::array<std::uint64_t, 3> m_next{};
  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::condition_variable m_done;
  std::vector<Item> m_queue;
  std::uint64_t m_flush_asked = 0;
  std::uint64_t m_flushed = 0;
  std::optional<Error> m_error;
  bool m_stop = false;
  std::thread m_thread;
};

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(const std::filesystem::path& run_folder) {
  auto recorder = std::make_unique<FileRecorder>();
  if (auto started = recorder->start(run_folder); !started) {
    return tl::unexpected(started.error());
  }
  return recorder;
}

}  // namespace gameday
