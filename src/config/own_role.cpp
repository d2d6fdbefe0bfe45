#include "config/own_role.h"

#include <fmt/format.h>

namespace sempurna {

namespace {

constexpr auto kName = "sempurna-execution";
constexpr auto kPath = "/service-role/";
constexpr auto kTrust =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}})";
constexpr auto kPolicy =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:DeleteObject","s3:ListBucket","s3:GetBucketLocation","s3:AbortMultipartUpload","s3:ListMultipartUploadParts"],"Resource":"*"},{"Effect":"Allow","Action":["kms:Decrypt","kms:Encrypt","kms:GenerateDataKey","kms:DescribeKey"],"Resource":"*"}]})";

}  // namespace

void add_own_role(ServerConfig& config) {
  if (!config.roles.empty()) return;
  config.roles.push_back(
      {.name = kName, .path = kPath, .trust = kTrust, .policies = {{"all-buckets", kPolicy}}});
  if (!config.default_role_arn.empty()) return;
  config.default_role_arn = fmt::format("arn:aws:iam::{}:role{}{}", config.account, kPath, kName);
  config.origins.push_back({"default-role", config.default_role_arn, kOwnRoleOrigin});
}

}  // namespace sempurna
