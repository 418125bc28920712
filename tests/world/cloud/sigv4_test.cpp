// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/sigv4.hpp"

#include <doctest/doctest.h>

using namespace gameday;

namespace {

// The Signature Version 4 test suite (AWS General Reference): everything in it is signed with these
// keys, at this time, for this scope.
const AwsCredentials k_keys{.key_id = "AKIDEXAMPLE",
                            .secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                            .token = {},
                            .source = "the suite"};
const SigningScope k_scope{"us-east-1", "service"};
const WallTime k_time{std::chrono::seconds{1'440'938'160}};  // 20150830T123600Z

std::string header(const HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

std::string signature(HttpRequest request) {
  const auto made = sign_v4(std::move(request), k_keys, k_scope, k_time);
  REQUIRE(made);
  const std::string text = header(*made, "Authorization");
  return text.substr(text.rfind('=') + 1);
}

}  // namespace

TEST_CASE("get-vanilla of the suite, with its canonical request") {
  const auto made =
      sign_v4({"GET", "https://example.amazonaws.com/", {}, {}}, k_keys, k_scope, k_time);
  REQUIRE(made);
  CHECK(header(*made, "Authorization") ==
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        "SignedHeaders=host;x-amz-date, "
        "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  CHECK(header(*made, "X-Amz-Date") == "20150830T123600Z");
  const auto canonical = canonical_request(
      {"GET", "https://example.amazonaws.com/", {{"X-Amz-Date", "20150830T123600Z"}}, {}});
  REQUIRE(canonical);
  CHECK(canonical->text ==
        "GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("other requests of the suite") {
  const std::string host = "https://example.amazonaws.com";
  SUBCASE("get-vanilla-query-order-key-case") {
    CHECK(signature({"GET", host + "/?Param2=value2&Param1=value1", {}, {}}) ==
          "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500");
  }
  SUBCASE("post-vanilla") {
    CHECK(signature({"POST", host + "/", {}, {}}) ==
          "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  }
  SUBCASE("post-x-www-form-urlencoded") {
    CHECK(signature({"POST",
                     host + "/",
                     {{"Content-Type", "application/x-www-form-urlencoded"}},
                     "Param1=value1"}) ==
          "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
  }
  SUBCASE("get-header-value-trim") {
    CHECK(signature({"GET",
                     host + "/",
                     {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
                     {}}) == "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
  }
  SUBCASE("get-utf8") {
    CHECK(signature({"GET", host + "/\xE1\x88\xB4", {}, {}}) ==
          "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85");
  }
}

TEST_CASE("ListUsers of IAM, the example of the AWS General Reference") {
  const auto made = sign_v4({"GET",
                             "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
                             {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
                             {}},
                            k_keys, {"us-east-1", "iam"}, k_time);
  REQUIRE(made);
  CHECK(header(*made, "Authorization")
            .ends_with("Signature="
                       "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"));
}

TEST_CASE("the token of a session is sent and signed; a port that is the scheme's own is not") {
  AwsCredentials keys = k_keys;
  keys.token = "a+token==";
  const auto made = sign_v4({"POST", "https://fis.eu-west-1.amazonaws.com:443/experiments", {}, {}},
                            keys, {"eu-west-1", "fis"}, k_time);
  REQUIRE(made);
  CHECK(header(*made, "X-Amz-Security-Token") == "a+token==");
  CHECK(header(*made, "Authorization").find("host;x-amz-date;x-amz-security-token") !=
        std::string::npos);
  const auto plain = canonical_request({"GET", "http://127.0.0.1:5000/a?b", {}, {}});
  REQUIRE(plain);
  CHECK(plain->text.starts_with("GET\n/a\nb=\nhost:127.0.0.1:5000\n"));
  const auto bare = canonical_request({"GET", "https://Fis.amazonaws.com:443", {}, {}});
  REQUIRE(bare);
  CHECK(bare->text.starts_with("GET\n/\n\nhost:fis.amazonaws.com\n"));
}

TEST_CASE("a path is encoded once more, headers of one name are joined") {
  const auto made = canonical_request({"GET",
                                       "https://fis.amazonaws.com/tags/arn%3Aaws%3Afis",
                                       {{"B", "2"}, {"a", "x"}, {"b", " 3 "}},
                                       {}});
  REQUIRE(made);
  CHECK(made->text.starts_with("GET\n/tags/arn%253Aaws%253Afis\n\na:x\nb:2,3\nhost:"));
  CHECK(made->signed_headers == "a;b;host");
}

TEST_CASE("what has no plain host is not signed") {
  for (const std::string url : {"", "example.com/", "https://", "https:///a", "http://a@b/"}) {
    CAPTURE(url);
    const auto made = sign_v4({"GET", url, {}, {}}, k_keys, k_scope, k_time);
    REQUIRE_FALSE(made);
    CHECK(made.error().kind == ErrorKind::bad_input);
    CHECK(made.error().text().find(k_keys.secret) == std::string::npos);
  }
}

TEST_CASE("texts are encoded as RFC 3986 says") {
  CHECK(uri_encode("Az09-._~") == "Az09-._~");
  CHECK(uri_encode("a b/c:+%") == "a%20b%2Fc%3A%2B%25");
  CHECK(uri_encode("a/b", "/") == "a/b");
  CHECK(form_encode({{"Action", "X"}, {"Tag.1.Key", "a=b&c"}}) == "Action=X&Tag.1.Key=a%3Db%26c");
}
