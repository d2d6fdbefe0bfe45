#include "api/ec2/ec2.h"
#include "api/iam/iam.h"
#include "api/in_process.h"
#include "api/kms/kms.h"
#include "api/s3/operation_forms.h"
#include "api/s3/s3.h"
#include "api/sts/sts.h"
#include "api/words.h"

namespace sempurna {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What the audit, the figures and policies call what was asked for.
class OperationNames : public InProcess {
 protected:
  /// "operation action" of each line that the last request has in the audit.
  std::vector<std::string> audited() {
    const std::vector<Json> lines = audit_lines();
    const Json last = lines.back().at("request_id");
    std::vector<std::string> found;
    for (const Json& line : lines) {
      if (line.at("request_id") != last) continue;
      found.push_back(line.at("operation").get<std::string>() + " " +
                      line.at("action").get<std::string>());
    }
    return found;
  }
  void expect_counted(const std::string& service, const std::string& operation, int status) {
    EXPECT_THAT(figures(), HasSubstr(fmt::format(
                               "sempurna_requests_total{{service=\"{}\",operation=\"{}\",status="
                               "\"{}\"}} 1\n",
                               service, operation, status)));
  }
  using Lines = std::vector<std::string>;
};

TEST_F(OperationNames, AreInTheAuditAndTheFigures) {
  s3("PUT /bucket");
  EXPECT_EQ(audited(), Lines{"s3:CreateBucket s3:CreateBucket"});
  s3("PUT /bucket/k", "bytes");
  expect_counted("s3", "s3:PutObject", 200);
  s3("HEAD /bucket/k");
  EXPECT_EQ(audited(), Lines{"s3:HeadObject s3:GetObject"});
  expect_counted("s3", "s3:HeadObject", 200);
  s3("GET /bucket?list-type=2");
  EXPECT_EQ(audited(), Lines{"s3:ListObjectsV2 s3:ListBucket"});
  s3("PUT /bucket/copy", "", {{"x-amz-copy-source", "bucket/k"}});
  EXPECT_EQ(audited(), (Lines{"s3:CopyObject s3:GetObject", "s3:CopyObject s3:PutObject"}));
  expect_counted("s3", "s3:CopyObject", 200);
  form("sts", "Action=GetCallerIdentity");
  EXPECT_EQ(audited(), Lines{"sts:GetCallerIdentity sts:GetCallerIdentity"});
  form("iam", "Action=ListUsers");
  expect_counted("iam", "iam:ListUsers", 200);
  form("ec2", "Action=DescribeVpcs");
  expect_counted("ec2", "ec2:DescribeVpcs", 200);
  json("kms", "TrentService.ListKeys");
  EXPECT_EQ(audited(), Lines{"kms:ListKeys kms:ListKeys"});
  expect_counted("kms", "kms:ListKeys", 200);
  json("sempurna", "Sempurna.Backup", R"({"Folder":"not absolute"})");
  expect_counted("sempurna", "sempurna:Backup", 400);
}

TEST_F(OperationNames, AreOfWhatCameToNoDecisionToo) {
  s3("GET /bucket/k?versionId=1&versionId=2");
  EXPECT_EQ(audited(), Lines{"s3:GetObject s3:GetObject"});
  s3("PUT /bucket/k?legal-hold");
  EXPECT_EQ(audited(), Lines{"s3:PutObjectLegalHold s3:PutObjectLegalHold"});
  expect_counted("s3", "s3:PutObjectLegalHold", 501);
  s3("HEAD /bucket/k", "", {{"x-amz-new", "1"}});
  EXPECT_EQ(audited(), Lines{"s3:HeadObject s3:GetObject"});
  json("kms", "TrentService.CreateKey", R"({"Tags":[{"a":"b"}]})");
  EXPECT_EQ(audited(), Lines{"kms:CreateKey kms:CreateKey"});
}

TEST_F(OperationNames, AreNeverWhatAClientSent) {
  const std::string trick = "x\",status=\"1\"} 1";
  json("sempurna", "Sempurna." + trick);
  EXPECT_EQ(audited(), Lines{" "});
  json("kms", "TrentService." + trick);
  json("kms", trick);
  form("sts", "Action=" + percent_encode(trick));
  s3("GET /bucket?" + percent_encode(trick));
  ask(request("GET /bucket"));
  EXPECT_THAT(figures(), Not(HasSubstr("status=\"1\"")));
  expect_counted("sempurna", "none", 400);
  expect_counted("sts", "none", 400);
}

// An action that stands in a table but is not what is asked for would be a policy's that holds
// nothing. So each operation is called by somebody who may do nothing.
class FirstAction : public OperationNames {
 protected:
  std::string asked_for(const std::string& service, SignableRequest sent,
                        const std::string& body = "") {
    ask(nobody, service, std::move(sent), body);
    return audited().front();
  }
  static std::string expected(const OperationName& operation) {
    return operation.full() + " " + std::string(operation.action);
  }

  Credentials nobody = identity("nobody");
};

TEST_F(FirstAction, OfEachOperationOfS3IsTheTables) {
  s3("PUT /bucket");
  s3("PUT /bucket/k", "bytes");
  std::map<std::string_view, s3::OperationForm> forms;
  for (const auto& form : s3::operation_forms()) forms.emplace(form.name, form);
  for (const OperationName& operation : s3::dialect().operations()) {
    if (operation.name == "PostObject") continue;  // signed in its fields
    const s3::OperationForm& form = forms.at(operation.name);
    std::string query;
    std::vector<Header> headers;
    any_word(form.selectors, [&](std::string_view selector) {
      const std::string text(selector);
      if (selector.starts_with("x-amz-")) {
        headers.push_back({text, "bucket/k"});
      } else {
        query += (query.empty() ? "" : "&") + text + (text.find('=') == text.npos ? "=1" : "");
      }
      return false;
    });
    const char* path = form.level == s3::Level::Service  ? "/"
                       : form.level == s3::Level::Bucket ? "/bucket"
                                                         : "/bucket/k";
    // A copy reads its source before it writes.
    const bool copies = operation.name == "CopyObject" || operation.name == "UploadPartCopy";
    EXPECT_EQ(asked_for("s3", request(fmt::format("{} {}?{}", form.method, path, query), headers)),
              copies ? operation.full() + " s3:GetObject" : expected(operation));
  }
}

TEST_F(FirstAction, OfEachOperationOfKmsIsTheTables) {
  const Json made = Json::parse(json("kms", "TrentService.CreateKey").body);
  const Json key = {{"KeyId", made.at("KeyMetadata").at("KeyId")}};
  const Json sealed = Json::parse(json("kms", "TrentService.Encrypt",
                                       Json{{"KeyId", key["KeyId"]}, {"Plaintext", "eA=="}}.dump())
                                      .body);
  const Json alias = {{"AliasName", "alias/a"}, {"TargetKeyId", key["KeyId"]}};
  const std::map<std::string_view, Json> inputs = {
      {"CancelKeyDeletion", key},
      {"CreateAlias", alias},
      {"CreateKey", Json::object()},
      {"Decrypt", {{"CiphertextBlob", sealed.at("CiphertextBlob")}}},
      {"DeleteAlias", {{"AliasName", "alias/a"}}},
      {"DescribeKey", key},
      {"DisableKey", key},
      {"EnableKey", key},
      {"Encrypt", key},
      {"GenerateDataKey", key},
      {"GenerateDataKeyWithoutPlaintext", key},
      {"GenerateRandom", Json::object()},
      {"ListAliases", Json::object()},
      {"ListKeys", Json::object()},
      {"ScheduleKeyDeletion", key},
      {"UpdateAlias", alias},
  };
  for (const OperationName& operation : kms::dialect().operations()) {
    const auto target = "TrentService." + std::string(operation.name);
    EXPECT_EQ(asked_for("kms", request("POST /", {{"X-Amz-Target", target}}),
                        inputs.at(operation.name).dump()),
              expected(operation));
  }
}

TEST_F(FirstAction, OfEachFormIsTheTables) {
  const std::map<std::string, std::string> inputs = {
      {"sts:AssumeRole", "&RoleArn=arn:aws:iam::000000000000:role/r&RoleSessionName=session"},
      {"iam:GetRole", "&RoleName=r"},
      {"iam:ListAttachedRolePolicies", "&RoleName=r"},
      {"iam:ListRolePolicies", "&RoleName=r"},
      {"iam:GetRolePolicy", "&RoleName=r&PolicyName=p"},
      {"iam:SimulatePrincipalPolicy",
       "&PolicySourceArn=arn:aws:iam::000000000000:user/nobody&ActionNames.member.1=s3:GetObject"},
  };
  for (const Dialect* dialect : {&sts::dialect(), &iam::dialect(), &ec2::dialect()}) {
    for (const OperationName& operation : dialect->operations()) {
      const auto input = inputs.find(operation.full());
      const std::string body =
          "Action=" + std::string(operation.name) + (input == inputs.end() ? "" : input->second);
      EXPECT_EQ(asked_for(std::string(operation.service), request("POST /"), body),
                expected(operation));
    }
  }
}

}  // namespace
}  // namespace sempurna
