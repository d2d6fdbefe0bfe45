#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/json.h"
#include "base/standard_streams.h"
#include "cli/command.h"
#include "cli/server_files.h"

namespace sempurna {

namespace {

struct Asked {
  ServerOptions server;
  std::string folder;
  std::string role;
  std::string bucket;
  std::string ca_bundle;
  bool sts = false;
  bool replace = false;
};

/// Where a server of the data folder listens, as it has written it down.
struct Address {
  std::string url;
  std::string region;
  std::string certificate;  ///< empty: it has no TLS

  bool has_tls() const { return !certificate.empty(); }
  /// 127.0.0.1:8600
  std::string host() const { return url.substr(url.find("://") + 3); }
};

Address address_of(const ServerFolder& folder) {
  if (!fs::exists(folder.address())) {
    throw Error(Code::NotFound,
                "no server has run on {}; start one with `sempurna serve`, or name its folder with "
                "--data-dir",
                folder.path.string());
  }
  const Json json = read_json(folder.address());
  return {json.at("url").get<std::string>(), json.at("region").get<std::string>(),
          json.at("certificate").get<std::string>()};
}

/// A text for YAML and for the shell alike, which holds no single quote.
std::string quoted(const std::string& text) {
  if (text.find('\'') != std::string::npos || text.find('\n') != std::string::npos) {
    throw Error(Code::InvalidArgument, "{} holds a quote or a line's end; choose another", text);
  }
  return "'" + text + "'";
}

std::string aws_config(const Address& address, const fs::path& certificates) {
  std::string text = fmt::format(
      "[default]\nregion = {}\nendpoint_url = {}\noutput = json\ns3 =\n  addressing_style = path\n",
      address.region, address.url);
  if (address.has_tls()) text += "ca_bundle = " + certificates.string() + "\n";
  return text;
}

/// The SageMaker SDK asks STS at the address that botocore's list of endpoints gives, whatever
/// AWS_ENDPOINT_URL says. The list takes the place of botocore's own, so that it has also what
/// older clients cannot do without; but for STS, all addresses in it are AWS's.
std::string endpoints(const Address& address) {
  const Json sts = {{"hostname", address.host()},
                    {"credentialScope", {{"region", address.region}}}};
  const auto global = [](const char* hostname, bool is_regional) -> Json {
    const Json endpoint = {{"hostname", hostname}, {"credentialScope", {{"region", "us-east-1"}}}};
    return {{"isRegionalized", is_regional},
            {"partitionEndpoint", "aws-global"},
            {"endpoints", {{"aws-global", endpoint}}}};
  };
  const Json partition = {
      {"partition", "aws"},
      {"partitionName", "AWS Standard"},
      {"dnsSuffix", "amazonaws.com"},
      {"regionRegex", ".*"},
      {"defaults",
       {{"hostname", "{service}.{region}.{dnsSuffix}"},
        {"protocols", {"https"}},
        {"signatureVersions", {"v4"}}}},
      {"regions", {{address.region, {{"description", "Sempurna"}}}}},
      {"services",
       {{"iam", global("iam.amazonaws.com", false)},
        {"s3", global("s3.amazonaws.com", true)},
        {"sts", {{"endpoints", {{"aws-global", sts}, {address.region, sts}}}}}}}};
  return to_pretty({{"version", 3}, {"partitions", Json::array({partition})}});
}

/// What the SageMaker SDK takes where a script says nothing.
std::string sdk_config(const std::string& role, const std::string& bucket) {
  std::string text = fmt::format(
      "SchemaVersion: '1.0'\nSageMaker:\n  PythonSDK:\n    Modules:\n      TelemetryOptOut: true\n"
      "      Session:\n        DefaultS3Bucket: {}\n",
      quoted(bucket));
  if (role.empty()) return text;
  return text +
         fmt::format("  TrainingJob:\n    RoleArn: {0}\n  Model:\n    ExecutionRoleArn: {0}\n",
                     quoted(role));
}

/// Where botocore looks for what a person adds to it, and the SageMaker SDK nowhere else.
fs::path endpoints_file(const Address& address) {
  if (!address.has_tls()) {
    throw Error(Code::InvalidArgument,
                "the SageMaker SDK asks STS by https alone, and the server has no TLS; serve with "
                "--tls-cert and --tls-key, or leave out --sts and name role and bucket in scripts");
  }
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') {
    throw Error(Code::InvalidArgument, "HOME is not set, so there is no ~/.aws for --sts");
  }
  return fs::path(home) / ".aws" / "models" / "endpoints.json";
}

struct File {
  fs::path path;
  std::string text;
};

/// Nothing is written over that somebody may have changed, unless that was asked for.
void write(const std::vector<File>& files, bool replace) {
  for (const File& file : files) {
    if (replace || !fs::exists(file.path) || read_file(file.path) == file.text) continue;
    throw Error(Code::AlreadyExists,
                "{} is there and holds something else; give --replace to write over it, or choose "
                "another folder with --folder",
                file.path.string());
  }
  for (const File& file : files) {
    make_folders(file.path.parent_path());
    write_file_atomic(file.path, file.text);
  }
}

std::string role_arn(const Asked& asked, const ServerConfig& config) {
  if (asked.role.empty()) return config.default_role_arn;
  if (asked.role.starts_with("arn:")) return asked.role;
  std::vector<std::string> names;
  for (const auto& role : config.roles) {
    if (role.name == asked.role)
      return fmt::format("arn:aws:iam::{}:role{}{}", config.account, role.path, role.name);
    names.push_back(role.name);
  }
  throw Error(Code::InvalidArgument, "there is no role '{}'; those of this server are {}",
              asked.role, fmt::join(names, ", "));
}

int set_up(const Asked& asked) {
  const ServerConfig config = asked.server.read();
  const ServerFolder server{config.data_dir};
  const Address address = address_of(server);
  const fs::path folder = fs::absolute(asked.folder).lexically_normal();
  const fs::path certificates = folder / "certificates.pem";
  const std::string role = role_arn(asked, config);
  const std::string bucket = asked.bucket.empty()
                                 ? fmt::format("sagemaker-{}-{}", address.region, config.account)
                                 : asked.bucket;
  std::vector<std::pair<std::string, std::string>> variables = {
      {"AWS_CONFIG_FILE", folder / "config"},
      {"AWS_SHARED_CREDENTIALS_FILE", server.credentials()},
      {"AWS_ENDPOINT_URL", address.url},
      {"AWS_DEFAULT_REGION", address.region},
      {"SAGEMAKER_USER_CONFIG_OVERRIDE", folder / "sagemaker.yaml"}};
  std::vector<File> files = {{folder / "config", aws_config(address, certificates)},
                             {folder / "sagemaker.yaml", sdk_config(role, bucket)}};
  if (address.has_tls()) {
    files.push_back(
        {certificates, read_file(asked.ca_bundle.empty() ? address.certificate : asked.ca_bundle)});
    variables.emplace_back("AWS_CA_BUNDLE", certificates);
  }
  std::string lines;
  for (const auto& [name, value] : variables) {
    lines += fmt::format("export {}={}\n", name, quoted(value));
  }
  files.push_back({folder / "environment.sh", lines});
  if (asked.sts) files.push_back({endpoints_file(address), endpoints(address)});
  write(files, asked.replace);

  say("{}", lines);
  if (role.empty()) {
    tell("sempurna: no role is in {}; give --role NAME so that scripts need not name one\n",
         (folder / "sagemaker.yaml").string());
  }
  return 0;
}

}  // namespace

Command add_client_setup(CLI::App& root) {
  auto asked = std::make_shared<Asked>();
  CLI::App* app = root.add_subcommand(
      "client-setup",
      "Write what AWS clients and the SageMaker SDK need to find this server, and say what to "
      "export");
  asked->server.add_common(*app);
  app->add_option("--folder", asked->folder, "Where the files go")->required();
  app->add_option("--role", asked->role, "Name or ARN of the role that jobs work as");
  app->add_option("--bucket", asked->bucket,
                  "The scripts' default bucket (default: sagemaker-REGION-ACCOUNT)");
  app->add_option("--ca-bundle", asked->ca_bundle,
                  "Certificates in PEM that clients trust (default: the server's own)");
  app->add_flag("--sts", asked->sts,
                "Also write ~/.aws/models/endpoints.json, by which the SageMaker SDK finds STS; it "
                "holds for all AWS clients of this user");
  app->add_flag("--replace", asked->replace, "Write over files that are there");
  return {app, [asked] { return set_up(*asked); }};
}

}  // namespace sempurna
