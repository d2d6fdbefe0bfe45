#include "signing/credentials.h"

#include <map>
#include <sstream>

#include "base/error.h"
#include "base/files.h"

namespace sempurna {

namespace {

using Section = std::map<std::string, std::string>;
using Profiles = std::map<std::string, Section>;

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r") - first + 1));
}

// The INI dialect of AWS: indented lines belong to the setting above them and are kept as
// "s3.addressing_style".
Profiles read_profiles(const fs::path& file) {
  Profiles profiles;
  if (!fs::exists(file)) return profiles;
  std::istringstream lines(read_file(file));
  Section* section = nullptr;
  std::string above;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string text = trimmed(line);
    if (text.empty() || text.front() == '#' || text.front() == ';') continue;
    if (text.front() == '[') {
      if (text.back() != ']') {
        throw Error(Code::InvalidArgument, "{}, line {}: '{}' has no closing bracket",
                    file.string(), number, text);
      }
      std::string name = trimmed(text.substr(1, text.size() - 2));
      if (name.starts_with("profile ")) name = trimmed(name.substr(8));
      section = &profiles[name];
      above.clear();
      continue;
    }
    const auto equals = text.find('=');
    if (section == nullptr || equals == std::string::npos) {
      throw Error(Code::InvalidArgument, "{}, line {}: '{}' is neither [profile] nor name = value",
                  file.string(), number, text);
    }
    const std::string name = trimmed(text.substr(0, equals));
    const std::string value = trimmed(text.substr(equals + 1));
    const bool indented = line.front() == ' ' || line.front() == '\t';
    if (indented && !above.empty()) {
      (*section)[above + "." + name] = value;
      continue;
    }
    (*section)[name] = value;
    above = value.empty() ? name : "";
  }
  return profiles;
}

std::string first_of(std::initializer_list<std::string> values) {
  for (const auto& value : values) {
    if (!value.empty()) return value;
  }
  return {};
}

}  // namespace

AwsSettings aws_settings(const std::function<std::string(const char*)>& environment) {
  const fs::path home = environment("HOME");
  const fs::path config = first_of({environment("AWS_CONFIG_FILE"), home / ".aws" / "config"});
  const fs::path shared =
      first_of({environment("AWS_SHARED_CREDENTIALS_FILE"), home / ".aws" / "credentials"});
  const std::string named =
      first_of({environment("AWS_PROFILE"), environment("AWS_DEFAULT_PROFILE")});
  const std::string profile = named.empty() ? "default" : named;

  Section settings;
  bool found = false;
  // What the credentials file says of a profile goes before what the config file says.
  for (const fs::path& file : {config, shared}) {
    const Profiles profiles = read_profiles(file);
    const auto at = profiles.find(profile);
    if (at == profiles.end()) continue;
    found = true;
    for (const auto& [name, value] : at->second) settings[name] = value;
  }
  if (!named.empty() && !found) {
    throw Error(Code::InvalidArgument,
                "there is no profile {} in {} or {}; correct AWS_PROFILE, or add it there", named,
                config.string(), shared.string());
  }

  AwsSettings result;
  Credentials credentials{environment("AWS_ACCESS_KEY_ID"), environment("AWS_SECRET_ACCESS_KEY"),
                          environment("AWS_SESSION_TOKEN")};
  if (credentials.access_key_id.empty()) {
    credentials = {settings["aws_access_key_id"], settings["aws_secret_access_key"],
                   settings["aws_session_token"]};
  }
  if (credentials.access_key_id.empty() != credentials.secret.empty()) {
    throw Error(Code::InvalidArgument,
                "an access key has two parts, but only {} is set; set the other too",
                credentials.secret.empty() ? "AWS_ACCESS_KEY_ID" : "AWS_SECRET_ACCESS_KEY");
  }
  if (!credentials.access_key_id.empty()) result.credentials = credentials;
  result.region = first_of({environment("AWS_REGION"), environment("AWS_DEFAULT_REGION"),
                            settings["region"], result.region});
  result.endpoint = first_of({environment("AWS_ENDPOINT_URL_S3"), environment("AWS_ENDPOINT_URL"),
                              settings["s3.endpoint_url"], settings["endpoint_url"]});
  while (result.endpoint.ends_with('/')) result.endpoint.pop_back();
  result.ca_bundle = first_of({environment("AWS_CA_BUNDLE"), settings["ca_bundle"]});
  const std::string style = settings["s3.addressing_style"];
  result.path_style = style == "path" || (style != "virtual" && !result.endpoint.empty());
  return result;
}

}  // namespace sempurna
