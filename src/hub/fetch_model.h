#pragma once

#include <functional>

#include "base/json.h"
#include "hub/download.h"

namespace sempurna {

/// What whoever fetches a model is told, and how it is ended.
struct FetchOptions {
  DownloadProgress progress{};
  FilesAnnounced announced{};
  /// Given config.json before the rest is fetched; throws what ends that.
  std::function<void(const Json& config)> check_config{};
  DownloadPatience patience{};
};

/// Where a download that was cut waits, below `home`, for the same files of the same hub.
fs::path partial_folder(const fs::path& home, const HubAccess& access, const HubSource& source);

/// Fetches config.json, has it checked, and only then fetches the rest; the folder then holds
/// nothing else. Throws as download_model() does.
HubModel fetch_model(const HubSource& source, const HubAccess& access, const fs::path& folder,
                     const FetchOptions& options);

/// Throws InvalidArgument where a config.json names no family that is known.
void check_family(const Json& config, const std::string& source_name);

}  // namespace sempurna
