#include "config/declared.h"

#include <map>
#include <set>

#include "access/access_error.h"
#include "base/nearest.h"
#include "config/byte_size.h"

namespace sempurna {

namespace {

constexpr size_t kLargestPolicy = 20480;

class Reader {
 public:
  Reader(YamlFile& file, ServerConfig& config) : file_(file), config_(config) {}

  void read() {
    read_policies();
    read_identities();
    read_roles();
    for (const auto& [name, json] : policies_) config_.policies.push_back({name, json});
    read_networks();
    read_instance_types();
    read_quotas();
  }

 private:
  /// A policy written as YAML, checked. Empty when it is wrong.
  std::string policy(const YAML::Node& node, const std::string& what, PolicyKind kind) {
    try {
      // A text is JSON already.
      std::string json = node.IsScalar() ? node.Scalar() : yaml_to_json(node, kLargestPolicy);
      parse_policy(json, kind);
      return json;
    } catch (const Error& error) {
      file_.fault(node, "{}: {}", what, error.what());
      return {};
    }
  }

  void read_policies() {
    const YAML::Node node = file_.root()["policies"];
    if (!node.IsDefined() || node.IsNull()) return;
    if (!node.IsMap()) return file_.fault(node, "policies must be a mapping of names to policies");
    for (const auto& pair : node) {
      const std::string name = pair.first.Scalar();
      policies_[name] = policy(pair.second, "the policy " + name, PolicyKind::Identity);
    }
  }

  std::vector<NamedPolicy> named_policies(const YAML::Node& node) {
    std::vector<NamedPolicy> found;
    for (const auto& item : file_.items(node, "policies")) {
      const std::string name = item.IsScalar() ? item.Scalar() : "";
      const auto known = policies_.find(name);
      if (known != policies_.end()) {
        found.push_back({name, known->second});
        continue;
      }
      std::vector<std::string> names;
      for (const auto& [one, json] : policies_) names.push_back(one);
      file_.fault(item, "there is no policy '{}' among policies.{}", name,
                  did_you_mean(name, names));
    }
    return found;
  }

  /// Whether this name is the first of its kind.
  void once(std::set<std::string>& seen, const YAML::Node& node, const std::string& name) {
    if (!name.empty() && !seen.insert(name).second)
      file_.fault(node, "'{}' is declared twice", name);
  }

  void read_identities() {
    std::set<std::string> seen;
    for (const auto& node : file_.items(file_.root(), "identities")) {
      file_.check_members(node, "an identity", {"name", "policies"});
      DeclaredIdentity identity{file_.text(node, "name", true), named_policies(node)};
      once(seen, node, identity.name);
      config_.identities.push_back(std::move(identity));
    }
  }

  void read_roles() {
    std::set<std::string> seen;
    for (const auto& node : file_.items(file_.root(), "roles")) {
      file_.check_members(node, "a role",
                          {"name", "path", "trust", "max-session-seconds", "policies"});
      DeclaredRole role;
      role.name = file_.text(node, "name", true);
      once(seen, node, role.name);
      if (const std::string path = file_.text(node, "path"); !path.empty()) role.path = path;
      if (!role.path.starts_with('/') || !role.path.ends_with('/')) {
        file_.fault(node, "the path '{}' must begin and end with /", role.path);
      }
      const YAML::Node trust = node.IsMap() ? node["trust"] : YAML::Node();
      if (!trust.IsDefined() || trust.IsNull()) {
        file_.fault(node, "trust is missing: a policy that says who may take the role");
      } else {
        role.trust = policy(trust, "trust", PolicyKind::Trust);
      }
      if (const std::string seconds = file_.text(node, "max-session-seconds"); !seconds.empty()) {
        role.max_session_seconds =
            static_cast<int>(number(node["max-session-seconds"], 900, 43200));
      }
      role.policies = named_policies(node);
      config_.roles.push_back(std::move(role));
    }
  }

  void read_networks() {
    for (const auto& node : file_.items(file_.root(), "networks")) {
      file_.check_members(node, "a network",
                          {"vpc", "name", "cidr", "default", "subnets", "security-groups"});
      NetworkProfile network;
      network.vpc_id = id(node, "vpc", "vpc-");
      network.name = file_.text(node, "name");
      network.cidr = file_.text(node, "cidr");
      network.is_default = file_.text(node, "default") == "true";
      for (const auto& subnet : file_.items(node, "subnets")) {
        file_.check_members(subnet, "a subnet", {"id", "zone", "cidr"});
        network.subnets.push_back(
            {id(subnet, "id", "subnet-"), file_.text(subnet, "zone"), file_.text(subnet, "cidr")});
      }
      for (const auto& group : file_.items(node, "security-groups")) {
        file_.check_members(group, "a security group", {"id", "name", "description"});
        network.security_groups.push_back({id(group, "id", "sg-"), file_.text(group, "name", true),
                                           file_.text(group, "description")});
      }
      config_.networks.push_back(std::move(network));
    }
  }

  void read_instance_types() {
    std::set<std::string> seen;
    for (const auto& node : file_.items(file_.root(), "instance-types")) {
      file_.check_members(node, "an instance type", {"name", "gpus", "cpus", "memory-gib"});
      if (!node.IsMap()) continue;
      InstanceType type;
      type.name = file_.text(node, "name", true);
      once(seen, node, type.name);
      if (!type.name.starts_with("ml.")) {
        file_.fault(node, "the instance type '{}' must begin with ml.", type.name);
      }
      if (node["gpus"].IsDefined()) type.gpus = static_cast<int>(number(node["gpus"], 0, 64));
      if (node["cpus"].IsDefined()) type.cpus = static_cast<int>(number(node["cpus"], 1, 4096));
      if (node["memory-gib"].IsDefined()) type.memory_gib = number(node["memory-gib"], 0, 1 << 20);
      config_.instance_types.push_back(std::move(type));
    }
  }

  void read_quotas() {
    const YAML::Node node = file_.root()["quotas"];
    if (!node.IsDefined() || node.IsNull()) return;
    if (!node.IsMap()) return file_.fault(node, "quotas must be a mapping of buckets to bytes");
    for (const auto& pair : node) {
      const std::string bucket = pair.first.Scalar();
      try {
        config_.bucket_quotas[bucket] =
            parse_byte_size(pair.second.IsScalar() ? pair.second.Scalar() : "");
      } catch (const Error& error) {
        file_.fault(pair.second, "the quota of {}: {}", bucket, error.what());
      }
    }
  }

  std::string id(const YAML::Node& node, const std::string& name, const std::string& prefix) {
    std::string value = file_.text(node, name, true);
    if (!value.empty() && !value.starts_with(prefix)) {
      file_.fault(node[name], "{} is '{}', but must begin with {}", name, value, prefix);
    }
    return value;
  }

  double number(const YAML::Node& node, double lowest, double highest) {
    double value = lowest;
    if (!node.IsScalar() || !YAML::convert<double>::decode(node, value) || !(value >= lowest) ||
        value > highest) {
      file_.fault(node, "'{}' must be a number from {} to {}", node.IsScalar() ? node.Scalar() : "",
                  lowest, highest);
      return lowest;
    }
    return value;
  }

  YamlFile& file_;
  ServerConfig& config_;
  std::map<std::string, std::string> policies_;
};

}  // namespace

void read_declared(YamlFile& file, ServerConfig& config) {
  Reader(file, config).read();
}

}  // namespace sempurna
