#include "config/read_config.h"

#include <algorithm>

#include "access/access_error.h"
#include "base/nearest.h"
#include "catalog/locations.h"
#include "config/declared.h"
#include "config/own_role.h"
#include "config/sagemaker_defaults.h"
#include "config/settings.h"
#include "config/yaml_file.h"

namespace sempurna {

namespace {

const std::vector<std::string> kSections = {"data-dir",
                                            "region",
                                            "account",
                                            "host-name",
                                            "listen",
                                            "allow-plain-http",
                                            "allow-signature-v2",
                                            "tls",
                                            "metrics",
                                            "limits",
                                            "policies",
                                            "identities",
                                            "roles",
                                            "networks",
                                            "quotas",
                                            "master-key",
                                            "instance-types"};

// The settings of one value, "limits.connections" from the section limits.
void read_settings(YamlFile& file, ServerConfig& config,
                   std::map<std::string, std::string>& origins) {
  for (const auto& setting : settings()) {
    const auto dot = setting.name.find('.');
    const bool nested = dot != std::string_view::npos;
    const YAML::Node from =
        nested ? file.root()[std::string(setting.name.substr(0, dot))] : file.root();
    if (!from.IsDefined() || !from.IsMap()) continue;
    const std::string name(nested ? setting.name.substr(dot + 1) : setting.name);
    const YAML::Node found = from[name];
    if (!found.IsDefined()) continue;
    const std::string value = file.text(from, name);
    try {
      setting.set(config, value);
      origins[std::string(setting.name)] = file.place(found);
    } catch (const Error& error) {
      file.fault(found, "{} {}", setting.name, error.what());
    }
  }
}

void check_sections(YamlFile& file) {
  if (!file.root().IsMap()) return;
  file.check_members(file.root(), "the configuration", kSections);
  for (const char* section : {"tls", "metrics", "limits"}) {
    const YAML::Node node = file.root()[section];
    if (!node.IsDefined()) continue;
    std::vector<std::string> known;
    for (const auto& setting : settings()) {
      const std::string prefix = std::string(section) + ".";
      if (setting.name.starts_with(prefix)) known.emplace_back(setting.name.substr(prefix.size()));
    }
    file.check_members(node, section, known);
  }
}

void read_master_key(YamlFile& file, ServerConfig& config,
                     std::map<std::string, std::string>& origins) {
  using Kind = MasterKey::Source::Kind;
  static const std::map<std::string, Kind> kKinds = {
      {"file", Kind::File}, {"environment", Kind::Environment}, {"command", Kind::Command}};
  const YAML::Node node = file.root()["master-key"];
  if (!node.IsDefined()) return;
  file.check_members(node, "master-key", {"file", "environment", "command"});
  if (!node.IsMap() || node.size() != 1) {
    return file.fault(node, "master-key has one of file, environment and command");
  }
  const std::string kind = node.begin()->first.Scalar();
  if (!kKinds.contains(kind)) return;
  config.master_key = {kKinds.at(kind), file.text(node, kind, true)};
  origins["master-key"] = file.place(node);
}

void read_file_into(const fs::path& path, ServerConfig& config,
                    std::map<std::string, std::string>& origins) {
  YamlFile file(path);
  if (file.root().IsMap()) {
    check_sections(file);
    read_settings(file, config, origins);
    read_master_key(file, config, origins);
    read_declared(file, config);
  }
  file.throw_faults();
}

void set_named(ServerConfig& config, const Setting& setting, const std::string& value,
               const std::string& from) {
  try {
    setting.set(config, value);
  } catch (const Error& error) {
    throw Error(Code::InvalidArgument, "{} {}", from, error.what());
  }
}

fs::path or_home(const ConfigSources& sources, const char* variable, const char* below_home) {
  const std::string set = sources.environment(variable);
  return set.empty() ? fs::path(sources.environment("HOME")) / below_home : fs::path(set);
}

std::vector<fs::path> files_to_read(const ConfigSources& sources, const fs::path& data_dir) {
  if (sources.file) return {*sources.file};
  if (const std::string named = sources.environment("SEMPURNA_CONFIG"); !named.empty()) {
    return {named};
  }
  std::vector<fs::path> there;
  for (const fs::path& file :
       {or_home(sources, "XDG_CONFIG_HOME", ".config") / "sempurna" / "config.yaml",
        data_dir / "config.yaml"}) {
    if (fs::exists(file)) there.push_back(file);
  }
  return there;
}

// Settings that only make sense together.
void check_together(const ServerConfig& config) {
  if (config.http.tls_certificate.empty() != config.http.tls_key.empty()) {
    throw Error(Code::InvalidArgument, "TLS needs both a certificate and its key; give {} too",
                config.http.tls_key.empty() ? "--tls-key" : "--tls-cert");
  }
  const std::string& address = config.http.address;
  const bool loopback = address.starts_with("127.") || address == "::1" || address == "localhost";
  if (!loopback && config.http.tls_certificate.empty() &&
      !config.allow_plain_http_beyond_loopback) {
    throw Error(Code::InvalidArgument,
                "listening on {} without TLS would send data and signatures in the open; give "
                "--tls-cert and --tls-key, or --allow-plain-http if the network is trusted",
                address);
  }
}

std::string describe(const MasterKey::Source& source) {
  const char* kind = source.kind == MasterKey::Source::Kind::File          ? "file"
                     : source.kind == MasterKey::Source::Kind::Environment ? "environment"
                                                                           : "command";
  return fmt::format("{} {}", kind, source.where);
}

}  // namespace

ServerConfig read_config(const ConfigSources& sources) {
  ServerConfig config;
  std::map<std::string, std::string> origins;
  // The data folder decides where a file may lie, so it is settled first.
  const auto given = sources.options.find("data-dir");
  config.data_dir = given != sources.options.end() && !given->second.empty()
                        ? fs::absolute(given->second)
                        : home_folder(sources.environment);

  for (const fs::path& file : files_to_read(sources, config.data_dir)) {
    read_file_into(file, config, origins);
  }
  for (const auto& setting : settings()) {
    const std::string name(setting.name);
    const std::string in_environment = environment_name(name);
    if (const std::string value = sources.environment(in_environment.c_str()); !value.empty()) {
      set_named(config, setting, value, in_environment);
      origins[name] = in_environment;
    }
    if (const auto option = sources.options.find(name); option != sources.options.end()) {
      const std::string shown = "--" + name;
      set_named(config, setting, option->second, shown);
      origins[name] = shown;
    }
  }
  if (config.master_key.where.empty()) {
    config.master_key = {MasterKey::Source::Kind::File, (config.data_dir / "master.key").string()};
  }
  check_together(config);

  const auto origin = [&](const std::string& name) {
    const auto found = origins.find(name);
    return found == origins.end() ? std::string("default") : found->second;
  };
  for (const auto& setting : settings()) {
    const std::string name(setting.name);
    config.origins.push_back({name, setting.get(config), origin(name)});
  }
  config.origins.push_back({"master-key", describe(config.master_key), origin("master-key")});
  read_sagemaker_defaults(sources.environment, config);
  add_own_role(config);
  return config;
}

}  // namespace sempurna
