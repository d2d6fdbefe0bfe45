#include "api/sagemaker/requested_job.h"

#include <algorithm>

#include "api/jumpstart/names.h"
#include "api/sagemaker/check_together.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/unserved.h"
#include "base/shown.h"
#include "catalog/card.h"
#include "catalog/hyperparameters.h"
#include "catalog/locations.h"

namespace sempurna::sagemaker {

namespace {

constexpr auto kModelTag = "sagemaker-sdk:jumpstart-model-id";
// What the SDKs send along for a container: there is none here.
constexpr std::string_view kOfContainers[] = {"code", "sm_drivers"};
constexpr auto kChannels = "training (or train), validation, test and model";

std::string s3_uri(const JsonMap& channel) {
  return text(channel, {"DataSource", "S3DataSource", "S3Uri"});
}

std::string tag_of_model(const JsonMap& request) {
  if (const JsonMap* tags = member(request, {"Tags"})) {
    for (const JsonMap& tag : *tags) {
      if (text(tag, {"Key"}) == kModelTag) return text(tag, {"Value"});
    }
  }
  return "";
}

/// Sets what a channel is about. Throws for one that is none of ours.
void take_channel(const JsonMap& channel, TrainingRequest& request) {
  const std::string name = text(channel, {"ChannelName"});
  if (std::ranges::find(kOfContainers, name) != std::end(kOfContainers)) {
    request.remarks.push_back(fmt::format(
        "The channel {} has no effect here: the algorithm of the model's card runs", name));
    return;
  }
  const bool is_training = name == "training" || name == "train";
  std::string* place = is_training            ? &request.data
                       : name == "validation" ? &request.validation
                       : name == "test"       ? &request.test
                       : name == "model"      ? &request.model
                                              : nullptr;
  if (place == nullptr) {
    throw not_valid("InputDataConfig has a channel '{}', but a job here reads {}", name, kChannels);
  }
  if (!place->empty()) {
    throw not_valid("InputDataConfig has two channels of the kind '{}'; give one", name);
  }
  *place = s3_uri(channel);
}

void take_hyperparameters(const JsonMap& asked, TrainingRequest& request) {
  const JsonMap* values = member(asked, {"HyperParameters"});
  if (values == nullptr) return;
  for (const auto& [name, value] : values->items()) {
    if (is_toolkit_hyperparameter(name)) continue;
    request.hyperparameters[name] = plain_value(value.get<std::string>());
  }
}

void take_metrics(const JsonMap& asked, TrainingRequest& request) {
  const JsonMap* definitions = member(asked, {"AlgorithmSpecification", "MetricDefinitions"});
  if (definitions == nullptr) return;
  for (const JsonMap& each : *definitions) {
    const MetricDefinition metric{text(each, {"Name"}), text(each, {"Regex"})};
    if (const auto fault = fault_of(metric)) {
      throw not_valid("The Regex '{}' of the metric {} cannot be used: {}", shown(metric.regex),
                      metric.name, shown(*fault));
    }
    request.metrics.push_back(metric);
  }
}

/// The card that a request names where it gives no archive of its own. `artifact` is what its
/// model channel names in JumpStart's bucket; empty: nothing there.
std::string named_card(const JsonMap& asked, const std::string& artifact, const Catalog& catalog) {
  if (catalog.find(artifact) != nullptr) return artifact;
  for (const char* by : {"AlgorithmName", "TrainingImage"}) {
    const std::string id = text(asked, {"AlgorithmSpecification", by});
    if (catalog.find(id) != nullptr) return id;
  }
  const std::string tagged = tag_of_model(asked);
  if (catalog.find(tagged) != nullptr) return tagged;
  if (!tagged.empty()) {
    throw not_valid(
        "the tag {} names the model '{}', which is not here; `sempurna models` lists "
        "those that are",
        kModelTag, tagged);
  }
  const std::string image = text(asked, {"AlgorithmSpecification", "TrainingImage"});
  throw not_valid(
      "{}; this server runs the algorithms of its own model cards. Name a card's id as "
      "AlgorithmName "
      "or TrainingImage, or by the tag {}, or give an earlier model.tar.gz as the channel 'model'. "
      "`sempurna models` lists the cards",
      image.empty() ? "the request names no model"
                    : fmt::format("the image {} cannot be run here", image),
      kModelTag);
}

}  // namespace

std::string plain_value(const std::string& value) {
  if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) return value;
  const JsonMap read = JsonMap::parse(value, nullptr, false);
  return read.is_string() ? read.get<std::string>() : value;
}

RequestedJob requested_job(const JsonMap& asked) {
  check_together(asked);
  require_served(asked);
  RequestedJob job;
  TrainingRequest& request = job.request;
  request.name = text(asked, {"TrainingJobName"});
  request.output = text(asked, {"OutputDataConfig", "S3OutputPath"});
  request.loose_output = text(asked, {"OutputDataConfig", "CompressionType"}) == "NONE";
  request.checkpoints = text(asked, {"CheckpointConfig", "S3Uri"});
  request.remarks = without_effect(asked);
  if (const JsonMap* channels = member(asked, {"InputDataConfig"})) {
    for (const JsonMap& channel : *channels) take_channel(channel, request);
  }
  if (request.data.empty()) {
    throw not_valid("InputDataConfig has no channel 'training'; give the data to train on");
  }
  // An artifact of JumpStart's stands for its card.
  const std::string artifact = jumpstart::model_of_artifact(request.model);
  if (request.model.starts_with(fmt::format("s3://{}", jumpstart::kBucketPrefix))) {
    request.model.clear();
  }
  if (request.model.empty()) {
    const Catalog catalog = Catalog::open(share_folder(), home_folder());
    const std::string named = named_card(asked, artifact, catalog);
    request.model = job.card = catalog.at(named).id;
    if (named != job.card) {
      request.remarks.push_back(
          fmt::format("The model {} is {} here, the card that stands for it", named, job.card));
    }
  }
  take_hyperparameters(asked, request);
  take_metrics(asked, request);
  request.instance_type = text(asked, {"ResourceConfig", "InstanceType"});
  if (request.instance_type.empty()) request.instance_type = "local";
  if (const JsonMap* isolated = member(asked, {"EnableNetworkIsolation"})) {
    request.without_network = isolated->get<bool>();
  }
  const JsonMap* most = member(asked, {"StoppingCondition", "MaxRuntimeInSeconds"});
  request.max_seconds = most == nullptr ? kMaxRuntimeByDefault : most->get<int64_t>();
  const JsonMap* pending = member(asked, {"StoppingCondition", "MaxPendingTimeInSeconds"});
  if (pending != nullptr) request.max_pending_seconds = pending->get<int64_t>();
  return job;
}

}  // namespace sempurna::sagemaker
