// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "world/cloud/aws_answers.hpp"
#include "world/cloud/aws_world.hpp"
#include "world/cloud/xml.hpp"
#include "world/deadline.hpp"

namespace gameday {

/// Names and values of a request, in any order.
using AwsFields = std::vector<std::pair<std::string, std::string>>;

/// A request of the query protocol: POST with Action, Version and these fields.
struct AwsQuery {
  std::string service;  ///< "ec2", "rds", "sts"
  std::string action;
  AwsFields fields = {};
  /// Asked again where the answer was lost; off where doing it twice is not as doing it once.
  bool repeatable = true;
};

/// A request that carries JSON and is answered with JSON.
struct AwsJsonRequest {
  std::string service;  ///< "fis", "sqs"
  std::string method = "POST";
  std::string path = "/";   ///< encoded, with its query
  std::string target = {};  ///< X-Amz-Target of the JSON 1.0 protocol; empty = REST
  std::string body = {};
};

/// A request of a service that speaks XML over REST.
struct AwsXmlRequest {
  std::string service;  ///< "route53"
  std::string method = "GET";
  std::string path;  ///< encoded, with its query
  std::string body = {};
  bool repeatable = true;  ///< as of AwsQuery
};

/// How long to wait before the attempt after this one (the first is 0): a random share of 200 ms,
/// doubled with each, at most 5 s (full jitter; AWS SDKs and Tools Reference Guide, Retry
/// behavior). `random` lies in [0, 1).
[[nodiscard]] std::chrono::milliseconds back_off(int attempt, double random);

/// Asks one region of AWS, with signed requests. What is throttled, or fails on their side, is
/// asked again with back-off while the deadline lasts, six times at most. Errors of all members:
/// bad_input (endpoint, an answer that cannot be read), absent, refused (no permission), failed,
/// timeout (whether it was done is not known).
class AwsClient {
 public:
  AwsClient(AwsPlace place, AwsCredentials credentials, const AwsWorld& world,
            std::chrono::milliseconds deadline);

  /// The root element of the answer.
  [[nodiscard]] Result<XmlElement> query(const AwsQuery& query) const;
  /// All pages of a list, by NextToken; 100 at most.
  [[nodiscard]] Result<std::vector<XmlElement>> query_all(const AwsQuery& query) const;
  /// Whether this would be allowed, with DryRun (Amazon EC2 API Reference, Common parameters).
  /// Errors: refused where it would not.
  [[nodiscard]] Result<void> dry_run(AwsQuery query) const;
  /// The root element of the answer.
  [[nodiscard]] Result<XmlElement> xml(const AwsXmlRequest& request) const;
  /// The body of the answer; an empty one is an empty object.
  [[nodiscard]] Result<Json> json(const AwsJsonRequest& request) const;

  /// Looks, until it gives true, with pauses that grow to 5 s. Errors: of the look; timeout.
  [[nodiscard]] Result<void> wait_until(std::string what,
                                        const std::function<Result<bool>()>& look) const;

  [[nodiscard]] WallTime now() const { return m_world.wall(); }
  [[nodiscard]] const AwsPlace& place() const { return m_place; }
  [[nodiscard]] const AwsCredentials& credentials() const { return m_credentials; }

 private:
  struct Ask;
  /// The answer, or the refusal that no repetition changes.
  [[nodiscard]] Result<Outcome> ask(const Ask& ask) const;
  [[nodiscard]] Result<Outcome> ask(const AwsQuery& query) const;
  [[nodiscard]] Result<HttpRequest> prepare(const Ask& ask) const;
  [[nodiscard]] bool pause(int attempt) const;

  AwsPlace m_place;
  AwsCredentials m_credentials;
  const AwsWorld& m_world;
  Deadline m_deadline;
};

}  // namespace gameday
