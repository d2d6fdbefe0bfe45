#include "api/dialects.h"

#include <set>

#include "api/in_process.h"
#include "api/sagemaker/shapes.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

class DialectChoice : public InProcess {
 protected:
  /// The service of the dialect that a request is given to; signed for another with `scope`.
  std::string chosen(SignableRequest sent, const std::string& scope = "") {
    if (!scope.empty()) sign(sent, admin, "us-east-1", scope, clock.time, sha256_hex(""));
    ServerRequest received;
    static_cast<SignableRequest&>(received) = std::move(sent);
    return std::string(dialect_of(received).service());
  }
  std::string presigned(const std::string& scope) {
    SignableRequest sent = request("GET /b/k");
    sent.query = presign(sent, admin, "us-east-1", scope, clock.time, 60);
    return chosen(sent);
  }

  static std::vector<Header> target(const std::string& of) { return {{"X-Amz-Target", of}}; }
  static std::vector<Header> form_type() {
    return {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
  }
};

TEST_F(DialectChoice, IsTheServiceThatTheSignatureNames) {
  for (const Dialect* dialect : dialects()) {
    const std::string service(dialect->service());
    EXPECT_EQ(chosen(request("GET /"), service), service);
    EXPECT_EQ(presigned(service), service);
    // Whatever the headers and the path say.
    EXPECT_EQ(chosen(request("POST /", target("TrentService.ListKeys")), service), service);
    EXPECT_EQ(chosen(request("POST /", form_type()), service), service);
    EXPECT_EQ(chosen(request("PUT /bucket/key"), service), service);
  }
}

TEST_F(DialectChoice, IsByHeaderAndPathWhereNoSignatureNamesAServiceThatIsHere) {
  for (const char* scope : {"", "dynamodb", "S3", "kms2"}) {
    EXPECT_EQ(chosen(request("POST /", target("TrentService.ListKeys")), scope), "kms");
    EXPECT_EQ(chosen(request("POST /", target("Sempurna.Backup")), scope), "sempurna");
    // Refused in JSON, rather than taken for a form or an object.
    for (const char* unknown : {"DynamoDB_20120810.ListTables", "TrentService", "x", ""}) {
      EXPECT_EQ(chosen(request("POST /", target(unknown)), scope), "sempurna") << unknown;
    }
    EXPECT_EQ(chosen(request("POST /", form_type()), scope), "sts");
    EXPECT_EQ(chosen(request("POST /bucket", form_type()), scope), "s3");
    EXPECT_EQ(chosen(request("PUT /", form_type()), scope), "s3");
    EXPECT_EQ(chosen(request("POST /", {{"Content-Type", "multipart/form-data"}}), scope), "s3");
    EXPECT_EQ(chosen(request("GET /"), scope), "s3");
  }
}

TEST_F(DialectChoice, HoldsTheSignatureToIt) {
  // One that names a service twice: the first is chosen by, the second is signed for.
  SignableRequest sent = request("POST /", target("TrentService.ListKeys"));
  sign(sent, admin, "us-east-1", "kms", clock.time, sha256_hex("{}"));
  for (auto& header : sent.headers) {
    if (header.name == "Authorization") {
      header.value.insert(header.value.find("Credential="),
                          "Credential=k/20260102/us-east-1/iam/aws4_request, ");
    }
  }
  EXPECT_EQ(chosen(sent), "iam");
  const Answered answered = ask(sent, "{}");
  EXPECT_EQ(answered.status, 400);
  EXPECT_THAT(answered.body, HasSubstr("has two Credential"));
  const Answered other = ask(admin, "dynamodb", request("GET /"));
  EXPECT_EQ(other.status, 400);
  EXPECT_THAT(other.body,
              HasSubstr("the service 'dynamodb' in the credential is wrong; expecting 's3'"));
}

TEST_F(DialectChoice, MakesNothingOfARequestThatContradictsItself) {
  const std::string backup = folder.path() / "copy";
  const auto asked = fmt::format(R"({{"Folder":"{}"}})", backup);
  EXPECT_THAT(json("kms", "Sempurna.Backup", asked).body,
              HasSubstr("kms has no operation 'Sempurna.Backup' on this server"));
  EXPECT_FALSE(fs::exists(backup));
  EXPECT_EQ(s3("PUT /bucket").status, 200);
  const Answered put = ask(admin, "s3", request("PUT /bucket/k", target("TrentService.ListKeys")));
  EXPECT_EQ(put.status, 501);
  EXPECT_THAT(put.body, HasSubstr("PutObject does not have the header x-amz-target"));
  EXPECT_EQ(s3("GET /bucket/k").status, 404);
  EXPECT_THAT(form("sts", "Action=ListUsers").body, HasSubstr("<Code>InvalidAction</Code>"));
  EXPECT_THAT(ask(admin, "sts", request("GET /?Action=GetCallerIdentity")).body,
              HasSubstr("a call of sts is a form that is posted to /"));
}

TEST_F(DialectChoice, RefusesAnOperationThatIsNotThereInItsOwnWords) {
  for (const char* target :
       {"TrentService.Sign", "TrentService.", "TrentService", "trentservice.ListKeys",
        "TrentService.ListKeys ", "TrentService.listkeys"}) {
    const Answered answered = json("kms", target);
    EXPECT_EQ(answered.status, 400);
    EXPECT_EQ(answered.headers.at("x-amzn-errortype"), "UnknownOperationException") << target;
  }
  EXPECT_THAT(json("sempurna", "Sempurna.Train").body, HasSubstr("UnknownOperationException"));
  EXPECT_THAT(ask(admin, "kms", request("POST /"), "{}").body,
              HasSubstr("a call of kms names its operation in the header X-Amz-Target"));
  for (const char* service : {"sts", "iam", "ec2"}) {
    EXPECT_THAT(form(service, "Action=RunInstances").body, HasSubstr("<Code>InvalidAction</Code>"));
    EXPECT_THAT(form(service, "").body, HasSubstr("<Code>InvalidAction</Code>"));
  }
  EXPECT_THAT(s3("PUT /b/k?legal-hold").body,
              HasSubstr("this server does not have the operation PutObjectLegalHold"));
  EXPECT_THAT(s3("PATCH /b/k").body, HasSubstr("<Code>MethodNotAllowed</Code>"));
}

/// As actions of policies and the SDKs' models name a service, which may differ from signatures.
std::string policy_name(const Dialect& dialect) {
  return dialect.service() == "monitoring" ? "cloudwatch" : std::string(dialect.service());
}

TEST(Operations, HaveEachANameOfItsOwnAndAnActionOfTheService) {
  std::set<std::string> names;  // two dialects may be of one service
  for (const Dialect* dialect : dialects()) {
    EXPECT_FALSE(dialect->operations().empty()) << dialect->service();
    for (const OperationName& operation : dialect->operations()) {
      EXPECT_EQ(operation.service, dialect->service());
      EXPECT_TRUE(names.insert(operation.full()).second) << operation.full();
      EXPECT_THAT(std::string(operation.action),
                  testing::MatchesRegex(policy_name(*dialect) + ":[A-Z][A-Za-z]+"));
    }
  }
}

std::string newest_model(const fs::path& folder) {
  std::set<fs::path> versions;
  for (const auto& one : fs::directory_iterator(folder)) versions.insert(one.path());
  return read_file(*versions.rbegin() / "service-2.json");
}

// What the SDKs' own model of a service calls its operations. The model comes with boto3, which
// ./test installs; a build by hand need not have it, and no copy is kept here.
TEST(Operations, HaveTheNamesThatTheServiceGivesThem) {
  const fs::path models = "/usr/lib/python3/dist-packages/botocore/data";
  if (!fs::exists(models))
    GTEST_SKIP() << "python3-boto3, whose models name the operations, is not installed";
  for (const Dialect* dialect : dialects()) {
    const fs::path folder = models / policy_name(*dialect);
    if (!fs::exists(folder)) continue;  // our own
    std::string model = newest_model(folder);
    // What a service does apart from its administration has a model of its own.
    const fs::path runtime = folder.string() + "-runtime";
    if (fs::exists(runtime)) model += newest_model(runtime);
    for (const OperationName& operation : dialect->operations()) {
      if (operation.name == "PostObject") continue;  // a browser's, which no SDK has
      const std::string text(operation.name);
      // Its table has those that are newer than Debian's model too.
      if (dialect->service() == "sagemaker" && sagemaker::is_operation(text)) continue;
      EXPECT_TRUE(model.find("\"name\":\"" + text + "\"") != std::string::npos) << text;
    }
  }
}

}  // namespace
}  // namespace sempurna
