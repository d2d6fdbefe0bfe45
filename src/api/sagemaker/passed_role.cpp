#include "api/sagemaker/passed_role.h"

#include <algorithm>

#include "access/access_error.h"
#include "api/sagemaker/request.h"

namespace sempurna::sagemaker {

void authorize_role(json::Operation& op, const std::string& role_arn) {
  Circumstances circumstances;
  circumstances.add("iam:PassedToService", "sagemaker.amazonaws.com");
  authorize(op.services, op.call, "iam:PassRole", role_arn, std::move(circumstances));
}

RoleStore role_store(json::Operation& op, const std::string& role_arn,
                     const std::string& output_key) {
  try {
    return {op.services, role_arn, "SageMaker", output_key};
  } catch (const AccessError&) {
    throw not_valid(
        "Could not assume role {}. Please ensure that the role exists and allows principal "
        "'sagemaker.amazonaws.com' to assume the role.",
        role_arn);
  }
}

void check_key(const json::Operation& op, const char* member) {
  const std::string key = text(op.input, {member, "KmsKeyId"});
  if (key.empty()) return;
  try {
    op.services.keys.find(key);
  } catch (const AccessError&) {
    throw not_valid("{}.KmsKeyId is '{}', but this server has no such key", member, key);
  }
}

/// Networks are the configuration's; a job's worker needs none of them.
void check_network(const json::Operation& op, const JsonMap& asked) {
  const auto& networks = op.services.config.networks;
  const auto require = [&](const char* list, const auto& is_known) {
    const JsonMap* ids = member(asked, {"VpcConfig", list});
    if (ids == nullptr) return;
    for (const JsonMap& id : *ids) {
      if (std::any_of(networks.begin(), networks.end(), [&](const NetworkProfile& one) {
            return is_known(one, id.get<std::string>());
          })) {
        continue;
      }
      throw not_valid("VpcConfig.{} names {}, which the configuration of this server does not",
                      list, id.get<std::string>());
    }
  };
  const auto has = [](const auto& all, const std::string& id) {
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
  };
  require("Subnets",
          [&](const NetworkProfile& one, const std::string& id) { return has(one.subnets, id); });
  require("SecurityGroupIds", [&](const NetworkProfile& one, const std::string& id) {
    return has(one.security_groups, id);
  });
}

}  // namespace sempurna::sagemaker
