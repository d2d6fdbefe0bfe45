#include "api/jumpstart/hub_document.h"

#include <fmt/format.h>

#include <cctype>
#include <map>
#include <optional>
#include <string_view>

namespace sempurna::jumpstart {

namespace {

constexpr std::string_view kKey = "_key";

// Members that the document names otherwise; those without a name it has not.
const std::map<std::string_view, std::string_view> kOtherNames = {
    {"model_id", ""},
    {"version", ""},
    {"metrics", "TrainingMetrics"},
    {"predictor_specs", "SageMakerSdkPredictorSpecifications"},
    {"estimator_kwargs", ""},
    {"fit_kwargs", ""},
    {"model_kwargs", ""},
    {"deploy_kwargs", ""},
    {"training_vulnerable", ""},
    {"training_vulnerabilities", ""},
    {"inference_vulnerable", ""},
    {"inference_vulnerabilities", ""},
    {"deprecated", ""}};

/// "image_uri" as "ImageUri".
std::string pascal(std::string_view snake) {
  std::string name;
  bool begins = true;
  for (const char c : snake) {
    if (c != '_') name += begins ? static_cast<char>(std::toupper(c)) : c;
    begins = c == '_';
  }
  return name;
}

Json renamed(const Json& value) {
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& element : value) list.push_back(renamed(element));
    return list;
  }
  if (!value.is_object()) return value;
  Json object = Json::object();
  for (const auto& [name, member] : value.items()) {
    if (name != "variants") {
      object[pascal(name)] = renamed(member);
      continue;
    }
    // Its members are named by families of instances.
    Json& variants = object["Variants"] = Json::object();
    for (const auto& [family, variant] : member.items()) variants[family] = renamed(variant);
  }
  return object;
}

std::string image_of(const Json& variants) {
  return variants.at("variants").front().at("properties").at("image_uri").get<std::string>();
}

}  // namespace

Json hub_document(const Json& spec, const std::string& bucket) {
  Json document = Json::object();
  for (const auto& [name, value] : spec.items()) {
    const auto other = kOtherNames.find(name);
    if (other != kOtherNames.end()) {
      if (!other->second.empty()) document[std::string(other->second)] = renamed(value);
    } else if (name.ends_with(kKey)) {
      document[pascal(name.substr(0, name.size() - kKey.size())) + "Uri"] =
          fmt::format("s3://{}/{}", bucket, value.get_ref<const std::string&>());
    } else {
      document[pascal(name)] = renamed(value);
    }
  }
  document["ModelTypes"] = {"OPEN_WEIGHTS"};
  document["Capabilities"] = Json::array();
  document["HostingEcrUri"] = image_of(spec.at("hosting_instance_type_variants"));
  if (spec.at("training_supported").get<bool>()) {
    document["Capabilities"] = {"TRAINING", "FINE_TUNING", "VALIDATION", "INCREMENTAL_TRAINING"};
    document["TrainingEcrUri"] = image_of(spec.at("training_instance_type_variants"));
  }
  return document;
}

}  // namespace sempurna::jumpstart
