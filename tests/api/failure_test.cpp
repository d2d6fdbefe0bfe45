#include "api/failure.h"

#include <set>

#include "api/dialects.h"
#include "api/in_process.h"
#include "api/json/error.h"
#include "api/s3/s3_error.h"
#include "http/message.h"

namespace sempurna {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr ErrorRow kTable[] = {
    {Trouble::WrongRequest, "Wrong", 400}, {Trouble::TooLarge, "Large", 413},
    {Trouble::BrokenBody, "Broken", 400},  {Trouble::NotNow, "Later", 503},
    {Trouble::OurMistake, "Ours", 500},    {AccessFault::AccessDenied, "Denied", 403},
    {StoreFault::NoSuchKey, "NoKey", 404},
};

/// "Denied 403: message".
template <typename Thrown>
std::string said(const Thrown& thrown) {
  const Failure failure = classify(thrown, kTable);
  return fmt::format("{} {}: {}{}", failure.code, failure.status, failure.message,
                     failure.is_ours ? " (ours)" : "");
}

constexpr auto kFailed = "Ours 500: The server failed; its log says why (ours)";
constexpr auto kNotNow = "Later 503: The server cannot do this now; its log says why (ours)";

TEST(Failure, OfARequestIsToldInTheTablesWords) {
  EXPECT_EQ(said(AccessError(AccessFault::AccessDenied, "no")), "Denied 403: no");
  EXPECT_EQ(said(StoreError(StoreFault::NoSuchKey, "no key")), "NoKey 404: no key");
  EXPECT_EQ(said(Error(Code::InvalidArgument, "x is 1")), "Wrong 400: x is 1");
  EXPECT_EQ(said(HttpError(413, "long")), "Large 413: long");
  EXPECT_EQ(said(HttpError(400, "cut")), "Broken 400: cut");
  // Without a row of their own.
  EXPECT_EQ(said(AccessError(AccessFault::LimitExceeded, "slow")), "Wrong 400: slow");
  EXPECT_EQ(said(StoreError(StoreFault::BucketNotEmpty, "full")), "Wrong 400: full");
}

TEST(Failure, OfAServicesOwnCodeIsToldAsItIs) {
  EXPECT_EQ(said(s3::S3Error("NoSuchTagSet", "none")), "NoSuchTagSet 404: none");
  EXPECT_EQ(said(JsonError("DisabledException", "off")), "DisabledException 400: off");
  const Failure failure =
      classify(s3::S3Error("NoSuchBucket", "none").with("BucketName", "b"), kTable);
  EXPECT_EQ(failure.fault, std::nullopt);
  EXPECT_THAT(failure.details, testing::ElementsAre(testing::Pair("BucketName", "b")));
}

TEST(Failure, OfTheServerIsForItsLogAlone) {
  for (const Code code : {Code::NotFound, Code::AlreadyExists, Code::Conflict, Code::DataCorrupt,
                          Code::Cancelled, Code::Internal}) {
    EXPECT_EQ(said(Error(code, "/var/lib/secret")), kFailed) << name(code);
  }
  for (const Code code : {Code::ResourceLimit, Code::Unavailable, Code::Denied}) {
    EXPECT_EQ(said(Error(code, "/var/lib/secret")), kNotNow) << name(code);
  }
  EXPECT_EQ(said(StoreError(StoreFault::Corrupt, "/var/lib/secret")), kFailed);
  EXPECT_EQ(said(StoreError(StoreFault::WrongKey, "/var/lib/secret")), kFailed);
  EXPECT_EQ(said(StoreError(StoreFault::DiskFull, "/var/lib/secret")),
            "Later 503: The server's disk is full; free some space and try again (ours)");
  EXPECT_EQ(said(std::runtime_error("/var/lib/secret")), kFailed);
  EXPECT_EQ(said(std::bad_alloc()), kFailed);
}

TEST(Failure, OfAnotherRegionSaysWhich) {
  EXPECT_THAT(classify(WrongRegion("a", "b"), kTable).details,
              testing::ElementsAre(testing::Pair("Region", "b")));
}

TEST(ErrorTables, HaveOneRowForEachTroubleAndNoFaultTwice) {
  for (const Dialect* dialect : dialects()) {
    const std::string service(dialect->service());
    std::set<Fault> seen;
    for (const ErrorRow& row : dialect->errors()) {
      EXPECT_TRUE(seen.insert(row.fault).second) << service << " " << row.code;
      EXPECT_FALSE(row.code.empty()) << service;
      EXPECT_GE(row.status, 301) << service << " " << row.code;
    }
    for (const Trouble trouble : {Trouble::WrongRequest, Trouble::TooLarge, Trouble::BrokenBody,
                                  Trouble::NotNow, Trouble::OurMistake}) {
      EXPECT_TRUE(seen.contains(trouble)) << service;
    }
  }
}

TEST(ErrorTables, TellNobodyWhatIsTheServersOwn) {
  for (const Dialect* dialect : dialects()) {
    const auto answered = [&](const std::exception& thrown) {
      return classify(thrown, dialect->errors());
    };
    for (const Code code : {Code::Internal, Code::DataCorrupt, Code::NotFound, Code::Denied,
                            Code::Unavailable, Code::ResourceLimit}) {
      const Failure failure = answered(Error(code, "/var/lib/secret"));
      EXPECT_TRUE(failure.is_ours) << dialect->service() << " " << name(code);
      EXPECT_GE(failure.status, 500);
      EXPECT_THAT(failure.message, Not(HasSubstr("secret")));
    }
    for (const StoreFault fault :
         {StoreFault::Corrupt, StoreFault::WrongKey, StoreFault::DiskFull}) {
      EXPECT_TRUE(answered(StoreError(fault, "x")).is_ours) << dialect->service();
    }
    // What whoever asks did is never logged as a failure of the server.
    for (const AccessFault fault :
         {AccessFault::AccessDenied, AccessFault::MissingCredentials, AccessFault::ExpiredToken,
          AccessFault::LimitExceeded, AccessFault::QuotaExceeded, AccessFault::MalformedPolicy}) {
      EXPECT_FALSE(answered(AccessError(fault, "x")).is_ours) << dialect->service();
    }
  }
}

class FailureInProcess : public InProcess {};

TEST_F(FailureInProcess, IsToldInTheFormOfEachService) {
  const Credentials nobody = identity("nobody");
  const auto refused = [&](const std::string& service, SignableRequest sent,
                           const std::string& body) {
    return ask(nobody, service, std::move(sent), body);
  };
  const Answered s3 = refused("s3", request("GET /bucket"), "");
  EXPECT_EQ(s3.status, 403);
  EXPECT_THAT(s3.body, HasSubstr("<Error><Code>AccessDenied</Code>"));
  const Answered sts = refused("sts", request("POST /"), "Action=AssumeRole");
  EXPECT_EQ(sts.status, 400);
  EXPECT_THAT(sts.body,
              HasSubstr("<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError"));
  const Answered iam = refused("iam", request("POST /"), "Action=ListUsers");
  EXPECT_EQ(iam.status, 403);
  EXPECT_THAT(iam.body, HasSubstr("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied"));
  const Answered ec2 = refused("ec2", request("POST /"), "Action=DescribeVpcs");
  EXPECT_EQ(ec2.status, 403);
  EXPECT_THAT(ec2.body, HasSubstr("<Response><Errors><Error><Code>AccessDenied"));
  const Answered kms =
      refused("kms", request("POST /", {{"X-Amz-Target", "TrentService.ListKeys"}}), "{}");
  EXPECT_EQ(kms.status, 400);
  EXPECT_EQ(kms.headers.at("x-amzn-errortype"), "AccessDeniedException");
  EXPECT_EQ(Json::parse(kms.body).at("__type"), "AccessDeniedException");
  EXPECT_THAT(log(), Not(HasSubstr("[error]")));
}

TEST_F(FailureInProcess, OfTheServerIsLoggedWithItsReason) {
  s3("PUT /bucket");
  s3("PUT /bucket/k", std::string(100'000, 'x'));
  for (const auto& entry : fs::recursive_directory_iterator(folder.path() / "store")) {
    if (entry.is_regular_file() && entry.file_size() >= 100'000 &&
        entry.path().extension() != ".sqlite" &&
        entry.path().string().find("sqlite") == std::string::npos) {
      fs::remove(entry.path());
    }
  }
  const Answered answered = s3("GET /bucket/k");
  EXPECT_EQ(answered.status, 500);
  EXPECT_THAT(answered.body, HasSubstr("<Code>InternalError</Code>"));
  EXPECT_THAT(answered.body, Not(HasSubstr(folder.path().string())));
  EXPECT_THAT(log(), HasSubstr("[error] 0000000000000003 GET /bucket/k: "));
}

}  // namespace
}  // namespace sempurna
