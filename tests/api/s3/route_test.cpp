#include "api/s3/route.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "api/s3/s3_error.h"
#include "base/files.h"
#include "support/source_tree.h"

namespace sempurna::s3 {
namespace {

using testing::HasSubstr;

/// "GET /b?acl" with headers.
struct Sent {
  Sent(const std::string& line, std::vector<Header> headers = {}) {
    request.headers = std::move(headers);
    request.method = line.substr(0, line.find(' '));
    request.path = line.substr(line.find(' ') + 1);
    if (const auto mark = request.path.find('?'); mark != std::string::npos) {
      request.query = request.path.substr(mark + 1);
      request.path.resize(mark);
    }
    for (const auto& [name, value] : parse_query(request.query)) parameters.emplace(name, value);
    level = request.path == "/"                              ? Level::Service
            : request.path.find('/', 1) == std::string::npos ? Level::Bucket
                                                             : Level::Object;
  }
  Asked asked() const { return {request, level, parameters}; }

  SignableRequest request;
  std::multimap<std::string, std::string> parameters;
  Level level;
};

std::string name_of(const Sent& sent) {
  return std::string(find_route(sent.asked()).form->name);
}

/// The code and the message of the refusal; empty: none.
std::string refusal(const Sent& sent) {
  try {
    check_declared(sent.asked(), find_route(sent.asked()));
  } catch (const S3Error& error) {
    return error.code_name() + ": " + error.what();
  }
  return "";
}

TEST(Route, IsTheOperationWithMostSelectors) {
  EXPECT_EQ(name_of({"GET /"}), "ListBuckets");
  EXPECT_EQ(name_of({"GET /?x-id=ListDirectoryBuckets"}), "ListDirectoryBuckets");
  EXPECT_EQ(name_of({"GET /b"}), "ListObjects");
  EXPECT_EQ(name_of({"GET /b?list-type=2&prefix=a"}), "ListObjectsV2");
  EXPECT_EQ(name_of({"GET /b?uploads="}), "ListMultipartUploads");
  EXPECT_EQ(name_of({"GET /b?analytics&id=1"}), "GetBucketAnalyticsConfiguration");
  EXPECT_EQ(name_of({"GET /b?analytics"}), "ListBucketAnalyticsConfigurations");
  EXPECT_EQ(name_of({"PUT /b/k"}), "PutObject");
  EXPECT_EQ(name_of({"PUT /b/k", {{"X-Amz-Copy-Source", "b/s"}}}), "CopyObject");
  EXPECT_EQ(name_of({"PUT /b/k?partNumber=1&uploadId=u"}), "UploadPart");
  EXPECT_EQ(name_of({"PUT /b/k?partNumber=1&uploadId=u", {{"x-amz-copy-source", "b/s"}}}),
            "UploadPartCopy");
  EXPECT_EQ(name_of({"PUT /b/k?renameObject"}), "RenameObject");
  EXPECT_EQ(name_of({"POST /b"}), "PostObject");
  EXPECT_THROW(name_of({"PATCH /b"}), S3Error);
  EXPECT_THROW(name_of({"POST /"}), S3Error);
}

TEST(Route, RefusesAnOperationThatIsNotHereByItsName) {
  EXPECT_EQ(refusal({"PUT /b/k?renameObject", {{"x-amz-rename-source", "b/s"}}}),
            "NotImplemented: this server does not have the operation RenameObject");
  EXPECT_THAT(refusal({"DELETE /b/k?annotation&annotationName=n"}),
              HasSubstr("DeleteObjectAnnotation"));
  EXPECT_THAT(refusal({"PUT /b?abac"}), HasSubstr("PutBucketAbac"));
  EXPECT_THAT(refusal({"DELETE /b?metadataConfiguration"}),
              HasSubstr("DeleteBucketMetadataConfiguration"));
}

TEST(Route, RefusesWhatAnOperationDoesNotDeclare) {
  EXPECT_EQ(refusal({"PUT /b/k?somethingNew="}),
            "NotImplemented: PutObject does not have the query parameter 'somethingNew' on this "
            "server, so nothing was done");
  EXPECT_THAT(refusal({"DELETE /b/k?somethingNew"}), HasSubstr("'somethingNew'"));
  EXPECT_THAT(refusal({"GET /b?list-type=3"}), HasSubstr("'list-type'"));
  EXPECT_THAT(refusal({"PUT /b/k?uploadId=u"}), HasSubstr("'uploadId'"));
  EXPECT_THAT(refusal({"GET /b?location&policy"}), HasSubstr("'policy'"));
  EXPECT_EQ(refusal({"PUT /b/k", {{"x-amz-Something-New", "1"}}}),
            "NotImplemented: PutObject does not have the header x-amz-something-new on this "
            "server, so nothing was done");
  for (const char* header :
       {"x-amz-object-lock-mode", "x-amz-grant-read", "x-amz-website-redirect-location",
        "x-amz-server-side-encryption-customer-key", "x-amz-write-offset-bytes", "x-amz-mfa"}) {
    EXPECT_THAT(refusal({"PUT /b/k", {{header, "1"}}}), HasSubstr(header));
  }
  EXPECT_THAT(refusal({"GET /", {{"x-amz-expected-bucket-owner", "1"}}}), HasSubstr("-owner"));
  EXPECT_EQ(refusal({"GET /b?prefix=a&prefix=b"}),
            "InvalidArgument: the query parameter prefix is given 2 times; give it once");
}

TEST(Route, LetsByWhatClientsSendOfThemselves) {
  const std::vector<Header> headers = {{"x-amz-date", ""},
                                       {"x-amz-content-sha256", ""},
                                       {"X-Amz-User-Agent", ""},
                                       {"x-amz-security-token", ""},
                                       {"amz-sdk-invocation-id", ""},
                                       {"amz-sdk-request", ""},
                                       {"x-amzn-trace-id", ""},
                                       {"x-amz-sdk-checksum-algorithm", ""},
                                       {"x-amz-te", ""},
                                       {"x-amz-request-payer", ""},
                                       {"x-amz-trailer", ""},
                                       {"x-amz-decoded-content-length", ""},
                                       {"x-amz-meta-mtime", ""},
                                       {"x-amz-checksum-crc32", ""},
                                       {"x-amz-acl", ""},
                                       {"x-amz-expected-bucket-owner", ""}};
  EXPECT_EQ(refusal({"PUT /b/k?x-id=PutObject", headers}), "");
  EXPECT_EQ(refusal({"GET /b/k?versionId=null&partNumber=1&response-expires=x",
                     {{"x-amz-checksum-mode", ""}}}),
            "");
}

TEST(OperationForms, AreAllDifferentAndKnowWhatIsServed) {
  std::set<std::string_view> names;
  std::set<std::tuple<std::string_view, Level, std::string_view>> forms;
  for (const auto& form : operation_forms()) {
    EXPECT_TRUE(names.insert(form.name).second) << form.name;
    EXPECT_TRUE(forms.insert({form.method, form.level, form.selectors}).second) << form.name;
  }
  EXPECT_GT(names.size(), 110u);
  std::set<std::string_view> served;
  for (const auto& one : served_operations()) {
    EXPECT_TRUE(names.contains(one.name)) << one.name;
    EXPECT_TRUE(served.insert(one.name).second) << one.name << " stands there twice";
    EXPECT_THAT(std::string(one.action), testing::StartsWith("s3:"));
  }
}

TEST(OperationForms, AreServedOrNamedInTheManualAsWhatIsNotHere) {
  const std::string manual = read_file(source_tree() / "docs/server.md");
  const auto begin = manual.find("Operations of the current SDK that are not here: ");
  ASSERT_NE(begin, std::string::npos);
  const std::string list = manual.substr(begin, manual.find('\n', begin) - begin);
  const auto served = served_operations();
  for (const auto& form : operation_forms()) {
    const std::string name(form.name);
    const bool is_named = list.find(" " + name + ",") != std::string::npos ||
                          list.find(" " + name + ".") != std::string::npos;
    const bool is_served = std::any_of(served.begin(), served.end(),
                                       [&](const auto& one) { return one.name == form.name; });
    EXPECT_NE(is_named, is_served) << name;
  }
}

// What Signature V2 does not cover, whoever has a presigned request could add to it.
TEST(OperationForms, AreSelectedByWhatTheOldSignatureCovers) {
  for (const auto& form : operation_forms()) {
    const auto served = served_operations();
    if (std::none_of(served.begin(), served.end(),
                     [&](const auto& one) { return one.name == form.name; })) {
      continue;
    }
    std::istringstream selectors{std::string(form.selectors)};
    for (std::string selector; selectors >> selector;) {
      // Another form of the same answer.
      if (selector == "list-type=2" || selector.starts_with("x-amz-")) continue;
      EXPECT_TRUE(signature_v2_covers(selector)) << form.name << " by " << selector;
    }
  }
}

}  // namespace
}  // namespace sempurna::s3
