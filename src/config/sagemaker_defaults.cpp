#include "config/sagemaker_defaults.h"

#include "config/yaml_file.h"

namespace sempurna {

namespace {

// SageMaker: TrainingJob: and what is below it. A node that is not there is undefined.
YAML::Node below(const YAML::Node& from, std::initializer_list<const char*> names) {
  YAML::Node node = from;
  for (const char* name : names) {
    if (!node.IsMap() || !node[name].IsDefined()) return YAML::Node(YAML::NodeType::Undefined);
    node.reset(node[name]);
  }
  return node;
}

class Reader {
 public:
  Reader(const fs::path& path, ServerConfig& config) : file_(path), config_(config) {}

  void read() {
    const YAML::Node job = below(file_.root(), {"SageMaker", "TrainingJob"});
    if (!job.IsDefined()) return;
    text(job, {"RoleArn"}, "default-role", config_.default_role_arn);
    text(job, {"OutputDataConfig", "KmsKeyId"}, "default-output-key",
         config_.default_output_kms_key);
    text(job, {"ResourceConfig", "VolumeKmsKeyId"}, "default-volume-key",
         config_.default_volume_kms_key);
    list(job, "Subnets", "default-subnets", config_.default_subnets);
    list(job, "SecurityGroupIds", "default-security-groups", config_.default_security_groups);
    file_.throw_faults();
  }

 private:
  void note(const YAML::Node& node, const char* name, const std::string& value) {
    std::erase_if(config_.origins, [&](const auto& origin) { return origin.name == name; });
    config_.origins.push_back({name, value, file_.place(node)});
  }

  void text(const YAML::Node& job, std::initializer_list<const char*> names, const char* origin,
            std::string& into) {
    const YAML::Node node = below(job, names);
    if (!node.IsDefined() || node.IsNull()) return;
    if (!node.IsScalar()) return file_.fault(node, "{} must be one value", *(names.end() - 1));
    into = node.Scalar();
    note(node, origin, into);
  }

  void list(const YAML::Node& job, const char* name, const char* origin,
            std::vector<std::string>& into) {
    const YAML::Node node = below(job, {"VpcConfig", name});
    if (!node.IsDefined() || node.IsNull()) return;
    if (!node.IsSequence()) return file_.fault(node, "{} must be a list", name);
    into.clear();
    std::string all;
    for (const auto& item : node) {
      if (!item.IsScalar()) return file_.fault(item, "{} must be a list of texts", name);
      into.push_back(item.Scalar());
      all += (all.empty() ? "" : ", ") + item.Scalar();
    }
    note(node, origin, all);
  }

  YamlFile file_;
  ServerConfig& config_;
};

}  // namespace

void read_sagemaker_defaults(const std::function<std::string(const char*)>& environment,
                             ServerConfig& config) {
  const auto place = [&](const char* variable, const fs::path& otherwise) {
    const std::string set = environment(variable);
    return set.empty() ? otherwise : fs::path(set);
  };
  const fs::path administrator =
      place("SAGEMAKER_ADMIN_CONFIG_OVERRIDE", "/etc/xdg/sagemaker/config.yaml");
  const fs::path user =
      place("SAGEMAKER_USER_CONFIG_OVERRIDE",
            fs::path(environment("HOME")) / ".config" / "sagemaker" / "config.yaml");
  for (const fs::path& file : {administrator, user}) {
    if (fs::is_regular_file(file)) Reader(file, config).read();
  }
}

}  // namespace sempurna
