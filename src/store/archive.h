#pragma once

#include <cstdint>

#include "base/files.h"

namespace sempurna {

/// What unpacking may take: 64 GiB, far above any model that a job here makes.
constexpr uint64_t kDefaultArchiveLimitBytes = uint64_t{64} << 30;

/// Packs all that lies in `folder` into a model.tar.gz, replaced in one step. The same files give
/// the same bytes, whatever their order on disk, times, owners and modes: entries are sorted by
/// name, times and owners 0, modes 0644 and 0755. Throws NotFound, InvalidArgument for anything
/// that is neither file nor folder, ResourceLimit when the disk is full.
void write_archive(const fs::path& folder, const fs::path& tar_gz);

/// Unpacks a model.tar.gz into `folder`, which must be empty or not there yet. Nothing is written
/// outside it, and nothing is left in it when this throws: NotFound; AlreadyExists when the folder
/// holds something; InvalidArgument for absolute names, "..", links and devices, named;
/// ResourceLimit beyond `limit_bytes` or when the disk is full; DataCorrupt when the archive is cut
/// short or damaged.
void read_archive(const fs::path& tar_gz, const fs::path& folder,
                  uint64_t limit_bytes = kDefaultArchiveLimitBytes);

}  // namespace sempurna
