// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "world/cloud/xml.hpp"

/// Record sets of Amazon Route 53, whole and as they are written (Route 53 API Reference,
/// ResourceRecordSet): what we do not change must come back as it was.
namespace gameday {

/// What is to become of the sets of one name and type.
struct Route53Shift {
  std::string by;                   ///< "values", "weight" or "failover"
  std::vector<std::string> to;      ///< the new values; else the set identifier that clients go to
  std::optional<std::int64_t> ttl;  ///< seconds, of new values; nothing = as it was
  std::int64_t weight = 100;        ///< of the chosen set; all others get 0
};

/// The sets of that name and type in what ListResourceRecordSets answers, each as XML.
[[nodiscard]] std::vector<std::string> route53_sets(const XmlElement& list, std::string_view name,
                                                    std::string_view type);

/// The sets after the shift, in the same order. Errors: refused, where they are not such as it
/// speaks of: not one simple set (values), none of that identifier or with no weight or failover
/// role (weight, failover).
[[nodiscard]] Result<std::vector<std::string>> route53_shifted(const std::vector<std::string>& sets,
                                                               const Route53Shift& shift);

/// The body of ChangeResourceRecordSets that makes the ones of the others: one transaction, which
/// fails as a whole where an old set is not exactly as it is written here. Sets that are in both
/// are left out; empty where all are.
[[nodiscard]] std::string route53_batch(const std::vector<std::string>& from,
                                        const std::vector<std::string>& to,
                                        std::string_view comment);

/// An element as text, with all below it.
[[nodiscard]] std::string write_xml(const XmlElement& element);

}  // namespace gameday
