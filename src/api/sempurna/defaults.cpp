#include "api/sempurna/handlers.h"
#include "base/machine_memory.h"
#include "base/usable_threads.h"
#include "catalog/hyperparameters.h"
#include "catalog/instance_types.h"
#include "config/own_role.h"

namespace sempurna::own {

namespace {

// What the original's page recommends for pictures.
constexpr std::string_view kRecommendedFamily = "ml.p3.";
constexpr int64_t kLargestBatch = 1024;

Json instance_types(int64_t batch_size) {
  Json all = Json::array();
  for (const TrainingInstance& one : training_instances()) {
    all.push_back({{"Name", one.name},
                   {"Gpus", one.gpus},
                   {"Gpu", one.gpu},
                   {"GpuMemoryGib", one.gpu_gib},
                   {"Cpus", one.cpus},
                   {"MemoryGib", one.memory_gib},
                   {"StandsBehind", stands_behind(one, batch_size)},
                   {"IsRecommended", one.name.starts_with(kRecommendedFamily)}});
  }
  return all;
}

/// "own" of what the server made itself, for Studio to put into words; a file without its folder,
/// which is nobody's business.
std::string shown_origin(const std::string& from) {
  return from == kOwnRoleOrigin ? "own" : from.substr(from.rfind('/') + 1);
}

/// Where the values come from that somebody set: by the names that Studio knows them by.
Json origins(const ServerConfig& config) {
  constexpr std::pair<std::string_view, const char*> kNames[] = {
      {"default-role", "RoleArn"},
      {"default-subnets", "Subnets"},
      {"default-security-groups", "SecurityGroupIds"},
      {"default-volume-key", "VolumeKmsKeyId"},
      {"default-output-key", "OutputKmsKeyId"}};
  Json all = Json::object();
  for (const auto& [setting, member] : kNames) {
    for (const auto& origin : config.origins) {
      if (origin.name == setting) all[member] = shown_origin(origin.from);
    }
  }
  return all;
}

}  // namespace

void allow_everybody(Operation& op, const std::string& resource) {
  op.call.note(op.call.action(), resource, false, "");
  op.call.audit.allowed = true;
  op.call.audit.why = "for everybody who is let in";
}

Json describe_defaults(Operation& op) {
  allow_everybody(op, "*");
  const ServerConfig& config = op.services.config;
  const int64_t batch_size = op.number("BatchSize", Hyperparameters().batch_size, 1, kLargestBatch);
  return {{"Region", config.region},
          {"Account", config.account},
          {"Identity", op.call.from.caller.arn},
          {"RoleArn", config.default_role_arn},
          {"Subnets", config.default_subnets},
          {"SecurityGroupIds", config.default_security_groups},
          {"VolumeKmsKeyId", config.default_volume_kms_key},
          {"OutputKmsKeyId", config.default_output_kms_key},
          {"OutputBucket", fmt::format("sagemaker-{}-{}", config.region, config.account)},
          {"InstanceTypes", instance_types(batch_size)},
          {"Machine", {{"Cpus", usable_threads()}, {"AvailableMemoryBytes", available_memory()}}},
          {"From", origins(config)}};
}

}  // namespace sempurna::own
