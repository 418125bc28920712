// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/sigv4.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/sha256.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_algorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view k_unreserved = "-._~";

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

/// Without blanks around it, and one where it had several.
std::string trimmed(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t';
    if (blank && (result.empty() || result.back() == ' ')) continue;
    result += blank ? ' ' : c;
  }
  if (result.ends_with(' ')) result.pop_back();
  return result;
}

struct UrlParts {
  std::string host;  ///< as libcurl sends it: without the scheme's own port
  std::string_view path = "/";
  std::string_view query;
};

Result<UrlParts> split(std::string_view url) {
  const auto mark = url.find("://");
  const std::string_view scheme = url.substr(0, mark);
  std::string_view rest = mark == url.npos ? std::string_view{} : url.substr(mark + 3);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  UrlParts parts{.host = lower(std::string{rest.substr(0, end)})};
  if (parts.host.empty() || parts.host.find('@') != std::string::npos) {
    return fail(ErrorKind::bad_input, "sign the request", std::string{url.substr(0, 200)},
                "its URL names no plain host");
  }
  const std::string_view port = scheme == "https" ? ":443" : ":80";
  if (parts.host.ends_with(port)) parts.host.resize(parts.host.size() - port.size());
  rest.remove_prefix(end);
  const std::size_t question = std::min(rest.find('?'), rest.size());
  if (question > 0) parts.path = rest.substr(0, question);
  if (question < rest.size()) parts.query = rest.substr(question + 1);
  return parts;
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> fields;
  while (!query.empty()) {
    const std::string_view field = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(field.size() + 1, query.size()));
    const std::size_t equals = std::min(field.find('='), field.size());
    fields.emplace_back(field.substr(0, equals),
                        equals < field.size() ? field.substr(equals + 1) : std::string_view{});
  }
  std::ranges::sort(fields);
  std::string text;
  for (const auto& [name, value] : fields) {
    text += fmt::format("{}{}={}", text.empty() ? "" : "&", name, value);
  }
  return text;
}

std::string hmac(std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &length);
  return {reinterpret_cast<const char*>(digest.data()), length};
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

/// "20150830T123600Z"
std::string basic_time(WallTime at) {
  std::string text = format_utc(at);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string signature(const std::string& secret, const std::string& day, const SigningScope& scope,
                      const std::string& to_sign) {
  std::string key = "AWS4" + secret;
  for (const std::string_view part :
       {std::string_view{day}, std::string_view{scope.region}, std::string_view{scope.service},
        std::string_view{"aws4_request"}}) {
    key = hmac(key, part);
  }
  return hex(hmac(key, to_sign));
}

}  // namespace

std::string uri_encode(std::string_view text, std::string_view keep) {
  std::string encoded;
  for (const char c : text) {
    const bool plain = is_alphanumeric(c) || k_unreserved.find(c) != k_unreserved.npos ||
                       keep.find(c) != keep.npos;
    encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

std::string form_encode(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string text;
  for (const auto& [name, value] : fields) {
    text += fmt::format("{}{}={}", text.empty() ? "" : "&", uri_encode(name), uri_encode(value));
  }
  return text;
}

Result<CanonicalRequest> canonical_request(const HttpRequest& request) {
  const auto parts = split(request.url);
  if (!parts) return tl::unexpected(parts.error());
  std::map<std::string, std::string> headers{{"host", parts->host}};
  for (const auto& [name, value] : request.headers) {
    const auto [known, is_new] = headers.try_emplace(lower(name), trimmed(value));
    if (!is_new) known->second += "," + trimmed(value);
  }
  CanonicalRequest canonical;
  canonical.text = fmt::format("{}\n{}\n{}\n", request.method, uri_encode(parts->path, "/"),
                               canonical_query(parts->query));
  for (const auto& [name, value] : headers) {
    canonical.text += fmt::format("{}:{}\n", name, value);
    canonical.signed_headers += (canonical.signed_headers.empty() ? "" : ";") + name;
  }
  canonical.text += fmt::format("\n{}\n{}", canonical.signed_headers, sha256_hex(request.body));
  return canonical;
}

Result<HttpRequest> sign_v4(HttpRequest request, const AwsCredentials& credentials,
                            const SigningScope& scope, WallTime at) {
  const std::string time = basic_time(at);
  const std::string day = time.substr(0, 8);
  request.headers.emplace_back("X-Amz-Date", time);
  if (!credentials.token.empty()) {
    request.headers.emplace_back("X-Amz-Security-Token", credentials.token);
  }
  const auto canonical = canonical_request(request);
  if (!canonical) return tl::unexpected(canonical.error());
  const std::string to = fmt::format("{}/{}/{}/aws4_request", day, scope.region, scope.service);
  const std::string to_sign =
      fmt::format("{}\n{}\n{}\n{}", k_algorithm, time, to, sha256_hex(canonical->text));
  request.headers.emplace_back(
      "Authorization", fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}",
                                   k_algorithm, credentials.key_id, to, canonical->signed_headers,
                                   signature(credentials.secret, day, scope, to_sign)));
  return request;
}

}  // namespace gameday
