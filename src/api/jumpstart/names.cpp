#include "api/jumpstart/names.h"

#include <fmt/format.h>

namespace sempurna::jumpstart {

namespace {

constexpr std::string_view kScheme = "s3://";
constexpr std::string_view kArchiveBegins = "train-";
constexpr std::string_view kArchiveEnds = ".tar.gz";

}  // namespace

std::string bucket_of(const std::string& region) {
  return std::string(kBucketPrefix) + region;
}

std::string spec_key(const std::string& model_id) {
  return fmt::format("community_models/{}/specs_v{}.json", model_id, kVersion);
}

std::string model_prefix(const Card& card) {
  return fmt::format("{}{}/", card.private_hub.empty() ? kModels : kPrivateModels, card.id);
}

std::string data_prefix(const std::string& data_set) {
  return fmt::format("{}{}/", kData, data_set);
}

std::string model_of_artifact(std::string_view uri) {
  if (!uri.starts_with(kScheme)) return "";
  uri.remove_prefix(kScheme.size());
  const auto slash = uri.find('/');
  if (!uri.starts_with(kBucketPrefix) || slash == uri.npos) return "";
  const std::string_view key = uri.substr(slash + 1);
  for (const std::string_view models : {kModels, kPrivateModels}) {
    if (!key.starts_with(models)) continue;
    const std::string_view rest = key.substr(models.size());
    return std::string(rest.substr(0, rest.find('/')));
  }
  std::string_view file = key.substr(key.rfind('/') + 1);
  if (!file.starts_with(kArchiveBegins) || !file.ends_with(kArchiveEnds)) return "";
  file.remove_prefix(kArchiveBegins.size());
  file.remove_suffix(kArchiveEnds.size());
  return std::string(file);
}

}  // namespace sempurna::jumpstart
