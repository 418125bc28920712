// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_answers.hpp"

#include <doctest/doctest.h>

using namespace gameday;

TEST_CASE("the errors of each protocol are read") {
  // Amazon EC2 API Reference, Error codes: the shape of an error.
  const AwsRefusal ec2 =
      read_refusal(400, R"(<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error>
<Code>InvalidNetworkAclID.NotFound</Code><Message>The networkAcl ID 'acl-1' does not exist</Message>
</Error></Errors><RequestID>ea966190</RequestID></Response>)");
  CHECK(ec2.code == "InvalidNetworkAclID.NotFound");
  CHECK(ec2.message == "The networkAcl ID 'acl-1' does not exist");
  // Amazon RDS API Reference, Common errors.
  const AwsRefusal rds =
      read_refusal(403, R"(<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error>
<Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>)");
  CHECK(rds.code == "AccessDenied");
  // Amazon SQS API Reference, error responses of the JSON protocol.
  const AwsRefusal sqs =
      read_refusal(400, R"({"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"none"})");
  CHECK(sqs.code == "QueueDoesNotExist");
  CHECK(sqs.message == "none");
  const AwsRefusal fis = read_refusal(404, R"({"message":"Experiment x does not exist"})");
  CHECK(fis.code.empty());
  CHECK(fis.message == "Experiment x does not exist");
  CHECK(read_refusal(500, "").code.empty());
  CHECK(read_refusal(500, "<broken").code.empty());
  CHECK(read_refusal(500, "nonsense").code.empty());
  CHECK(read_refusal(500, "<a><Error/></a>").code.empty());
}

TEST_CASE("what passes by itself is told from what does not") {
  CHECK(is_passing({503, "", ""}));
  CHECK(is_passing({429, "", ""}));
  CHECK(is_passing({400, "Throttling", ""}));
  CHECK(is_passing({503, "RequestLimitExceeded", ""}));
  CHECK_FALSE(is_passing({400, "InvalidParameterValue", ""}));
  CHECK_FALSE(is_passing({403, "UnauthorizedOperation", ""}));
}

TEST_CASE("an error says what is absent, what is not allowed, and what to do next") {
  const auto kind = [](int status, const char* code) {
    return to_error({status, code, "m"}, "ask", "eu-west-1").kind;
  };
  CHECK(kind(404, "") == ErrorKind::absent);
  CHECK(kind(400, "InvalidNetworkAclID.NotFound") == ErrorKind::absent);
  CHECK(kind(404, "DBInstanceNotFound") == ErrorKind::absent);
  CHECK(kind(400, "DBClusterNotFoundFault") == ErrorKind::absent);
  CHECK(kind(400, "AWS.SimpleQueueService.NonExistentQueue") == ErrorKind::absent);
  CHECK(kind(403, "UnauthorizedOperation") == ErrorKind::refused);
  CHECK(kind(400, "InvalidParameterValue") == ErrorKind::failed);
  const Error late = to_error({403, "SignatureDoesNotMatch", "m"}, "ask", "eu-west-1");
  CHECK(late.next.find("clock") != std::string::npos);
  CHECK(to_error({500, "", "x"}, "ask", "").why == "HTTP status 500 x");
}

TEST_CASE("the credentials that STS gives are read") {
  // AWS STS API Reference, AssumeRoleWithWebIdentity: the sample response, shortened.
  const auto root = parse_xml(
      R"(<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<AssumeRoleWithWebIdentityResult><Credentials><SessionToken>the-token</SessionToken>
<SecretAccessKey>hidden</SecretAccessKey><Expiration>2014-10-24T23:00:23Z</Expiration>
<AccessKeyId>ASgeIAIOSFODNN7EXAMPLE</AccessKeyId></Credentials></AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>)");
  REQUIRE(root);
  const auto given = read_web_identity(*root);
  REQUIRE(given);
  CHECK(given->key_id == "ASgeIAIOSFODNN7EXAMPLE");
  CHECK(given->secret == "hidden");
  CHECK(given->token == "the-token");
  CHECK(given->renewable);
  CHECK(format_utc(given->expires.value()) == "2014-10-24T23:00:23Z");
  CHECK_FALSE(read_web_identity(*parse_xml("<a/>")));
}

TEST_CASE("the credentials of a machine's role are read") {
  // Amazon EC2 User Guide, Retrieve security credentials from instance metadata.
  const auto given = read_instance_credentials(R"({"Code" : "Success",
  "LastUpdated" : "2012-04-26T16:39:16Z", "Type" : "AWS-HMAC",
  "AccessKeyId" : "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey" : "hidden",
  "Token" : "token", "Expiration" : "2017-05-17T15:09:54Z"})");
  REQUIRE(given);
  CHECK(given->key_id == "ASIAIOSFODNN7EXAMPLE");
  CHECK(given->renewable);
  for (const std::string text : {"", "[]", R"({"Code":"AssumeRoleUnauthorizedAccess"})"}) {
    const auto none = read_instance_credentials(text);
    REQUIRE_FALSE(none);
    CHECK(none.error().kind == ErrorKind::bad_input);
  }
}
