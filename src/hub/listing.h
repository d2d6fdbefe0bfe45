#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/source.h"

namespace sempurna {

/// One file of a model on a hub.
struct HubFile {
  std::string name;
  std::optional<uint64_t> size;
  std::string sha256;  ///< 64 lower-case digits, or empty: the hub tells it of large files only
};

/// What a hub says of a model.
struct HubModel {
  std::string commit;  ///< what the revision stands for now
  std::vector<HubFile> files;
};

/// Reads the hub's answer to GET /api/models/ORG/NAME/revision/REV?blobs=true. Throws DataCorrupt.
HubModel parse_listing(std::string_view json, const HubSource& source);

/// Of those, what fine-tuning needs: config.json, which comes first, the tokenizer's and the
/// preprocessor's files, and one form of the weights, safetensors before .bin, whole before shards.
/// Throws NotFound when there are no such weights or no config.json.
std::vector<HubFile> needed_files(const HubModel& model, const HubSource& source);

}  // namespace sempurna
