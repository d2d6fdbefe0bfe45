#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "base/files.h"
#include "hub/listing.h"
#include "hub/source.h"

namespace sempurna {

/// Told now and then how many bytes of a file are here, and once when all are. `total` is 0 while
/// the hub has not said it. May throw to end the download.
using DownloadProgress = std::function<void(const std::string& file, int64_t done, int64_t total)>;

/// Told of each file once it is here and whole, config.json first. May throw to end the download
/// before the larger files are fetched.
using FileArrived = std::function<void(const fs::path& file)>;

/// Told once of what will be fetched. May throw to end the download before that.
using FilesAnnounced = std::function<void(const std::vector<HubFile>& files)>;

/// How stubborn a download is.
struct DownloadPatience {
  int attempts = 5;  ///< in a row that brought less than 64 KiB, before it gives up
  std::chrono::milliseconds first_wait{1000};  ///< before the second; doubled each time
  std::stop_token stop{};  ///< ends it within a second, with Cancelled; what came is kept
};

/// Fetches what fine-tuning needs of a model into `folder`, made when it is not there, and returns
/// what came. A download that was cut goes on where it stopped, also in a later call: the bytes
/// wait in <file>.partial and are thrown away when the file has changed meanwhile. Files are held
/// against the size and the SHA-256 that the hub tells. The token is sent to the hub's own address
/// only. Source: the Hugging Face hub's API, "resolve" and "api/models".
///
/// Throws NotFound for a model, revision or file that is not there; Denied when it is private or
/// its conditions are not accepted; Unavailable when the network or the hub fails for good;
/// ResourceLimit when the disk is full; Conflict when another download writes the same files;
/// DataCorrupt when what came is not what was announced.
HubModel download_model(const HubSource& source, const fs::path& folder,
                        const DownloadProgress& progress,
                        const HubAccess& access = hub_access_from_environment(),
                        const DownloadPatience& patience = {}, const FileArrived& arrived = {},
                        const FilesAnnounced& announced = {});

}  // namespace sempurna
