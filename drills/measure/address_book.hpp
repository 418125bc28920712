// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drills/measure/names.hpp"

namespace gameday {

/// The address of one endpoint, as clients of a class come by it: `fresh` ones ask each time,
/// `cached` ones keep an answer for as long as its TTL allows, and ask anew afterwards. An answer
/// that failed is not kept.
class AddressBook {
 public:
  AddressBook(SamplerLoop& loop, Endpoint endpoint, bool keeps)
      : m_loop(loop), m_endpoint(std::move(endpoint)), m_keeps(keeps) {}
  AddressBook(const AddressBook&) = delete;
  AddressBook& operator=(const AddressBook&) = delete;

  /// `done` is called once: at once where the address is known, otherwise with the answer. Who
  /// asks while the question is open waits for the same answer.
  using Done = std::function<void(Result<std::string> address, Duration took)>;
  void find(Done done);

 private:
  struct Asking {
    Instant since{};
    Done done;
  };
  void answered(const Result<FoundAddress>& found);

  SamplerLoop& m_loop;
  Endpoint m_endpoint;
  bool m_keeps;
  std::optional<std::string> m_kept;
  Instant m_kept_until{};
  std::vector<Asking> m_waiting;  ///< as many as may be in flight
  /// Answers that come when the book is gone are for nobody.
  std::shared_ptr<const bool> m_alive = std::make_shared<const bool>(true);
};

}  // namespace gameday
