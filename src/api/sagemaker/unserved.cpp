#include "api/sagemaker/unserved.h"

#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/request.h"

namespace sempurna::sagemaker {

namespace {

// What is asked for in earnest and cannot be had.
constexpr MemberRow kRefused[] = {
    {"ServerlessJobConfig", "jobs run on this machine's own instances"},
    {"MlflowConfig", "no MLflow server is part of this one"},
    {"ModelPackageConfig", "there are no model packages here"},
    {"SessionChainingConfig.EnableSessionTagChaining", "a job works for its role alone"},
    {"RemoteDebugConfig.EnableRemoteDebug", "there is no container to connect to"},
    {"ResourceConfig.TrainingPlanArn", "there are no training plans here"},
    {"ResourceConfig.InstanceGroups", "a job runs on one instance; name it by InstanceType"},
    {"ResourceConfig.KeepAlivePeriodInSeconds", "there are no warm pools here, and none is needed"},
    {"ResourceConfig.VolumeKmsKeyId", "what a job keeps while it works is not sealed here"},
    {"TensorBoardOutputConfig", "there is no TensorBoard output; the metrics are in the report"},
    {"AlgorithmSpecification.TrainingImageConfig", "no image is pulled here"},
};

// What the SDKs send of themselves, or what the algorithms here have no use for.
constexpr MemberRow kWithoutEffect[] = {
    {"AlgorithmSpecification.ContainerEntrypoint", "the algorithm of the model's card runs"},
    {"AlgorithmSpecification.ContainerArguments", "the algorithm of the model's card runs"},
    {"AlgorithmSpecification.EnableSageMakerMetricsTimeSeries", "metrics are those of the report"},
    {"CheckpointConfig.LocalPath", "checkpoints lie in the job's folder"},
    {"DebugHookConfig", "there is no debugger"},
    {"DebugRuleConfigurations", "there is no debugger"},
    {"EnableInterContainerTrafficEncryption", "one process trains, so nothing travels"},
    {"EnableManagedSpotTraining", "nothing takes this machine away; a job goes on after a restart"},
    {"Environment", "the algorithm reads no variables"},
    {"ExperimentConfig", "there are no experiments"},
    {"InfraCheckConfig", "there is no cluster to check"},
    {"ProfilerConfig", "there is no profiler"},
    {"ProfilerRuleConfigurations", "there is no profiler"},
    {"ResourceConfig.InstancePlacementConfig", "there is one machine"},
    {"RetryStrategy", "a job goes on after a restart in any case"},
    {"StoppingCondition.MaxWaitTimeInSeconds", "nothing takes this machine away"},
};

void check_algorithm(const JsonMap& request, std::vector<std::string>& faults) {
  if (text(request, {"AlgorithmSpecification", "TrainingInputMode"}) == "Pipe") {
    faults.emplace_back("AlgorithmSpecification.TrainingInputMode Pipe is not served: use File");
  }
}

void check_channel(const JsonMap& channel, std::vector<std::string>& faults) {
  const std::string name = text(channel, {"ChannelName"});
  const auto refuse = [&](const char* member, const std::string& value, const char* instead) {
    faults.push_back(
        fmt::format("{} {} of the channel {} is not served: {}", member, value, name, instead));
  };
  if (member(channel, {"DataSource", "S3DataSource"}) == nullptr) {
    refuse("DataSource", "without S3DataSource", "give the data in a bucket");
    return;
  }
  const std::string type = text(channel, {"DataSource", "S3DataSource", "S3DataType"});
  if (type != "S3Prefix") refuse("S3DataType", type, "use S3Prefix");
  for (const char* unknown : {"AttributeNames", "InstanceGroupNames", "HubAccessConfig"}) {
    if (member(channel, {"DataSource", "S3DataSource", unknown}) != nullptr)
      refuse(unknown, "", "leave it out");
  }
  if (text(channel, {"InputMode"}) == "Pipe") refuse("InputMode", "Pipe", "use File");
  for (const char* packing : {"CompressionType", "RecordWrapperType"}) {
    const std::string value = text(channel, {packing});
    if (!value.empty() && value != "None") refuse(packing, value, "give plain files");
  }
}

}  // namespace

void require_served(const JsonMap& request) {
  std::vector<std::string> faults;
  add_refused(request, kRefused, faults);
  check_algorithm(request, faults);
  if (const JsonMap* channels = member(request, {"InputDataConfig"})) {
    for (const JsonMap& channel : *channels) check_channel(channel, faults);
  }
  const JsonMap* count = member(request, {"ResourceConfig", "InstanceCount"});
  if (count != nullptr && *count != 1) {
    faults.push_back(fmt::format(
        "ResourceConfig.InstanceCount {} is not served: this server is one machine; use 1",
        count->dump()));
  }
  throw_any(faults);
}

std::vector<std::string> without_effect(const JsonMap& request) {
  std::vector<std::string> remarks;
  for (const auto& [path, why] : kWithoutEffect) {
    if (asks(request, path)) remarks.push_back(fmt::format("{} has no effect here: {}", path, why));
  }
  if (const JsonMap* channels = member(request, {"InputDataConfig"})) {
    for (const JsonMap& channel : *channels) {
      if (member(channel, {"ShuffleConfig"}) == nullptr) continue;
      remarks.push_back(fmt::format(
          "ShuffleConfig of the channel {} has no effect here: examples are shuffled by the "
          "hyperparameter seed",
          text(channel, {"ChannelName"})));
    }
  }
  return remarks;
}

}  // namespace sempurna::sagemaker
