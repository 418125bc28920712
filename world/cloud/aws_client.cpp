// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "world/cloud/sigv4.hpp"

namespace gameday {
namespace {

constexpr int k_most_attempts = 6;
constexpr int k_most_pages = 100;
constexpr std::chrono::milliseconds k_first_pause{200};
constexpr std::chrono::milliseconds k_longest_pause{5000};
constexpr std::chrono::milliseconds k_one_request{10'000};
constexpr const char* k_dry_run_passed = "DryRunOperation";

std::string version_of(const std::string& service) {
  if (service == "ec2") return "2016-11-15";
  if (service == "rds") return "2014-10-31";
  return "2011-06-15";  // of STS
}

/// The token of the next page; EC2 writes it with a small letter.
std::string next_page(const XmlElement& page) {
  const std::string token = page.text_of("nextToken");
  return token.empty() ? page.text_of("NextToken") : token;
}

}  // namespace

std::chrono::milliseconds back_off(int attempt, double random) {
  const auto full = std::min(k_longest_pause, k_first_pause * (1 << std::clamp(attempt, 0, 10)));
  return std::chrono::milliseconds{
      static_cast<std::int64_t>(static_cast<double>(full.count()) * std::clamp(random, 0.0, 1.0))};
}

/// One request before it is signed.
struct AwsClient::Ask {
  std::string service;
  std::string action;  ///< for people
  HttpRequest request;
  bool repeatable = true;
};

AwsClient::AwsClient(AwsPlace place, AwsCredentials credentials, const AwsWorld& world,
                     std::chrono::milliseconds deadline)
    : m_place{std::move(place)},
      m_credentials{std::move(credentials)},
      m_world{world},
      m_deadline{deadline} {}

/// Signed anew each time: a signature is good for five minutes only.
Result<HttpRequest> AwsClient::prepare(const Ask& ask) const {
  auto endpoint = aws_endpoint(m_world.variables, m_place, ask.service);
  if (!endpoint) return tl::unexpected(endpoint.error());
  HttpRequest request = ask.request;
  request.url = *endpoint + request.url;
  if (m_credentials.key_id.empty()) return request;
  return sign_v4(std::move(request), m_credentials, {m_place.region, ask.service}, m_world.wall());
}

/// False where the deadline would pass meanwhile.
bool AwsClient::pause(int attempt) const {
  const auto length = back_off(attempt, m_world.random());
  if (length >= m_deadline.left()) return false;
  m_world.pause(length);
  return true;
}

Result<Outcome> AwsClient::ask(const Ask& ask) const {
  const std::string what = fmt::format("ask {} for {}", ask.service, ask.action);
  Error last{ErrorKind::timeout, what, m_place.region, "its deadline passed", {}};
  for (int attempt = 0; attempt < k_most_attempts && !m_deadline.passed(); ++attempt) {
    const auto request = prepare(ask);
    if (!request) return tl::unexpected(request.error());
    const auto answer = m_world.send(*request, std::min(k_one_request, m_deadline.left()));
    if (answer) {
      const AwsRefusal refusal = read_refusal(answer->status, answer->out);
      if (answer->ok || !is_passing(refusal)) return answer;
      last = to_error(refusal, what, m_place.region);
    } else {
      last = answer.error();
      const bool lost = last.kind == ErrorKind::timeout;
      if (last.kind == ErrorKind::bad_input || (lost && !ask.repeatable)) break;
    }
    if (attempt + 1 == k_most_attempts || !pause(attempt)) break;
  }
  return tl::unexpected(last);
}

Result<Outcome> AwsClient::ask(const AwsQuery& query) const {
  AwsFields fields{{"Action", query.action}, {"Version", version_of(query.service)}};
  fields.insert(fields.end(), query.fields.begin(), query.fields.end());
  Ask ask{.service = query.service,
          .action = query.action,
          .request = {"POST",
                      "/",
                      {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                      form_encode(fields)},
          .repeatable = query.repeatable};
  return this->ask(ask);
}

Result<XmlElement> AwsClient::query(const AwsQuery& query) const {
  const auto answer = ask(query);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->ok) return parse_xml(answer->out);
  return tl::unexpected(to_error(read_refusal(answer->status, answer->out),
                                 fmt::format("ask {} for {}", query.service, query.action),
                                 m_place.region));
}

Result<std::vector<XmlElement>> AwsClient::query_all(const AwsQuery& query) const {
  std::vector<XmlElement> pages;
  AwsQuery next = query;
  for (int page = 0; page < k_most_pages; ++page) {
    auto answer = this->query(next);
    if (!answer) return tl::unexpected(answer.error());
    pages.push_back(std::move(*answer));
    const std::string token = next_page(pages.back());
    if (token.empty()) return pages;
    next = query;
    next.fields.emplace_back("NextToken", token);
  }
  return fail(ErrorKind::failed, "list by " + query.action, m_place.region,
              "the list is longer than 100 pages");
}

Result<void> AwsClient::dry_run(AwsQuery query) const {
  query.fields.emplace_back("DryRun", "true");
  const auto answer = ask(query);
  if (!answer) return tl::unexpected(answer.error());
  const AwsRefusal refusal = read_refusal(answer->status, answer->out);
  if (answer->ok || refusal.code == k_dry_run_passed) return {};
  return tl::unexpected(
      to_error(refusal, fmt::format("try {} without effect", query.action), m_place.region));
}

Result<Json> AwsClient::json(const AwsJsonRequest& request) const {
  const std::string action =
      request.target.empty() ? fmt::format("{} {}", request.method, request.path) : request.target;
  Ask ask{request.service, action, {request.method, request.path, {}, request.body}};
  if (!request.target.empty()) {
    ask.request.headers = {{"Content-Type", "application/x-amz-json-1.0"},
                           {"X-Amz-Target", request.target}};
  } else if (!request.body.empty()) {
    ask.request.headers = {{"Content-Type", "application/json"}};
  }
  const auto answer = this->ask(ask);
  if (!answer) return tl::unexpected(answer.error());
  const std::string what = fmt::format("ask {} for {}", request.service, action);
  if (!answer->ok) {
    return tl::unexpected(
        to_error(read_refusal(answer->status, answer->out), what, m_place.region));
  }
  if (answer->out.empty()) return Json::object();
  Json body = Json::parse(answer->out, nullptr, false);
  if (body.is_object()) return body;
  return fail(ErrorKind::bad_input, what, m_place.region, "its answer is no JSON object");
}

Result<XmlElement> AwsClient::xml(const AwsXmlRequest& request) const {
  Ask ask{.service = request.service,
          .action = fmt::format("{} {}", request.method, request.path),
          .request = {request.method, request.path, {}, request.body},
          .repeatable = request.repeatable};
  if (!request.body.empty()) ask.request.headers = {{"Content-Type", "text/xml"}};
  const auto answer = this->ask(ask);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->ok) return parse_xml(answer->out);
  return tl::unexpected(to_error(read_refusal(answer->status, answer->out),
                                 fmt::format("ask {} for {}", ask.service, ask.action),
                                 m_place.region));
}

Result<void> AwsClient::wait_until(std::string what,
                                   const std::function<Result<bool>()>& look) const {
  for (int attempt = 0;; ++attempt) {
    const auto seen = look();
    if (!seen) return tl::unexpected(seen.error());
    if (*seen) return {};
    if (!pause(attempt)) break;
  }
  return fail(ErrorKind::timeout, std::move(what), m_place.region,
              "it was not seen within the deadline");
}

}  // namespace gameday
