#include "api/jumpstart/model_spec.h"

#include <cmath>

#include "api/jumpstart/names.h"
#include "api/sagemaker/shapes.h"
#include "api/words.h"
#include "catalog/tasks.h"

namespace sempurna::jumpstart {

namespace {

// With the time that an SDK puts behind it, it is within the 63 characters of a job's name.
constexpr size_t kLongestNameBase = 36;
constexpr auto kTrainingInstance = "ml.m5.xlarge";
constexpr auto kInferenceInstance = "ml.m5.large";

/// The instance types that a request may name, by the service's own model.
struct Instances {
  Json types = Json::array();              ///< ml.m5.large
  std::vector<std::string> families = {};  ///< m5, in the order of the types
};

Instances instances(const char* operation, std::initializer_list<std::string_view> path) {
  const sagemaker::Shape* shape = sagemaker::input_of(operation);
  for (const std::string_view name : path) {
    if (shape->element != nullptr) shape = shape->element;
    const auto member = std::ranges::find(shape->members, name, &sagemaker::Member::name);
    ensure(member != shape->members.end(), "the service's model has the member");
    shape = member->shape;
  }
  Instances all;
  any_word(shape->words, [&](std::string_view word) {
    all.types.push_back(word);
    const auto from = word.find('.') + 1;
    const auto family = word.substr(from, word.find('.', from) - from);
    if (std::ranges::find(all.families, family) == all.families.end()) {
      all.families.emplace_back(family);
    }
    return false;
  });
  return all;
}

const Instances& for_training() {
  static const auto kInstances = instances("CreateTrainingJob", {"ResourceConfig", "InstanceType"});
  return kInstances;
}

const Instances& for_inference() {
  static const auto kInstances =
      instances("CreateEndpointConfig", {"ProductionVariants", "InstanceType"});
  return kInstances;
}

/// The SDKs take the image from here alone, by the family of an instance type. Here it names the
/// model.
Json image_variants(const Instances& of, const std::string& model_id) {
  Json variants = Json::object();
  const Json variant = {{"properties", {{"image_uri", model_id}}}};
  for (const std::string& family : of.families) variants.push_back({family, variant});
  return {{"variants", std::move(variants)}};
}

Json number(const Field& field, double value) {
  if (field.type == Field::Type::Integer) return static_cast<int64_t>(value);
  return value;
}

Json hyperparameter(const Field& field, const std::string& value) {
  Json json = {{"name", field.name}};
  switch (field.type) {
    case Field::Type::Integer:
      json["type"] = "int";
      json["default"] = parse_integer(field, value);
      break;
    case Field::Type::Real:
      json["type"] = "float";
      json["default"] = parse_real(field, value);
      break;
    case Field::Type::Boolean:
    case Field::Type::Text:
      json["type"] = "text";
      json["default"] = value;
      break;
  }
  if (std::isfinite(field.lowest)) json["min"] = number(field, field.lowest);
  if (std::isfinite(field.highest)) json["max"] = number(field, field.highest);
  if (!field.choices.empty()) json["options"] = field.choices;
  json["scope"] = "algorithm";
  return json;
}

/// An SDK sends all of them with every job, so that nothing is left to be chosen here.
Json hyperparameters(const Card& card) {
  const Card::Defaults own = card.defaults({}, true);
  const auto& fields = hyperparameter_fields(card.kind());
  const Hyperparameters in_force = read_hyperparameters(card.kind(), own, {});
  Json all = Json::array();
  for (const auto& [name, value] : fields.values(in_force)) {
    all.push_back(hyperparameter(*fields.find(name), value));
  }
  const auto of_container = [&](const char* name, const char* value) {
    all.push_back({{"name", name}, {"type", "text"}, {"default", value}, {"scope", "container"}});
  };
  of_container("sagemaker_submit_directory", "/opt/ml/input/data/code/sourcedir.tar.gz");
  of_container("sagemaker_program", "transfer_learning.py");
  of_container("sagemaker_container_log_level", "20");
  return all;
}

std::string name_base(const std::string& model_id) {
  std::string base = model_id.substr(0, kLongestNameBase);
  while (base.ends_with('-')) base.pop_back();
  return base;
}

void add_training(Json& spec, const Card& card, const std::string& model_id) {
  spec["training_artifact_key"] = model_prefix(card);
  spec["training_artifact_s3_data_type"] = "S3Prefix";
  spec["training_artifact_compression_type"] = "None";
  spec["training_script_key"] = kScript;
  spec["training_prepacked_script_key"] = kScript;
  spec["hyperparameters"] = hyperparameters(card);
  spec["metrics"] = {{{"Name", "sempurna:val-accuracy"}, {"Regex", "val_accuracy: ([0-9\\.]+)"}}};
  spec["default_training_instance_type"] = kTrainingInstance;
  spec["supported_training_instance_types"] = for_training().types;
  spec["training_instance_type_variants"] = image_variants(for_training(), model_id);
  spec["training_enable_network_isolation"] = true;
  if (!card.default_data.empty()) {
    spec["default_training_dataset_key"] = data_prefix(card.default_data) + "training/";
  }
  spec["estimator_kwargs"] = Json::object();
  spec["fit_kwargs"] = Json::object();
  spec["training_vulnerable"] = false;
  spec["training_dependencies"] = Json::array();
  spec["training_vulnerabilities"] = Json::array();
}

void add_hosting(Json& spec, const Card& card, const std::string& model_id) {
  const std::string sent = "application/x-" + std::string(facts_of(card.task).kind);
  const std::string got = "application/json";
  spec["hosting_artifact_key"] = model_prefix(card);
  spec["hosting_prepacked_artifact_key"] = model_prefix(card);
  spec["hosting_artifact_s3_data_type"] = "S3Prefix";
  spec["hosting_artifact_compression_type"] = "None";
  spec["hosting_script_key"] = kScript;
  spec["hosting_use_script_uri"] = false;
  spec["default_inference_instance_type"] = kInferenceInstance;
  spec["supported_inference_instance_types"] = for_inference().types;
  spec["hosting_instance_type_variants"] = image_variants(for_inference(), model_id);
  spec["inference_enable_network_isolation"] = true;
  spec["inference_environment_variables"] = Json::array();
  spec["predictor_specs"] = {{"supported_content_types", {sent}},
                             {"supported_accept_types", {got, got + ";verbose"}},
                             {"default_content_type", sent},
                             {"default_accept_type", got}};
  spec["model_kwargs"] = Json::object();
  spec["deploy_kwargs"] = Json::object();
  spec["inference_vulnerable"] = false;
  spec["inference_dependencies"] = Json::array();
  spec["inference_vulnerabilities"] = Json::array();
}

}  // namespace

Json model_spec(const Card& card, const std::string& model_id) {
  Json spec = {{"model_id", model_id},
               {"url", card.hub.empty() ? "" : "https://huggingface.co/" + card.hub},
               {"version", kVersion},
               {"min_sdk_version", "2.49.0"},
               {"training_supported", card.fine_tunable},
               {"incremental_training_supported", card.fine_tunable},
               {"fine_tuning_supported", card.fine_tunable},
               {"validation_supported", card.fine_tunable},
               {"resource_name_base", name_base(model_id)},
               {"gated_bucket", false},
               {"deprecated", false},
               {"dynamic_container_deployment_supported", false}};
  add_hosting(spec, card, model_id);
  if (card.fine_tunable) add_training(spec, card, model_id);
  return spec;
}

}  // namespace sempurna::jumpstart
