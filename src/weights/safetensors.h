#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "weights/tensor_view.h"

/// Safetensors files:
///
///     u64 little-endian   length N of the header, at most 100 MB
///     N bytes             JSON: {"__metadata__": {text: text, …},
///                                NAME: {"dtype": "F32", "shape": […], "data_offsets": [from, to]},
///                                …}, padded with spaces
///     the rest            the tensors' bytes; offsets count from here, leave no hole, overlap
///     nowhere
///
/// Source: the format's description in the README of huggingface/safetensors.
namespace sempurna {

struct Safetensors {
  std::vector<TensorView> tensors;  ///< in the order of their bytes; views into what was parsed
  std::map<std::string, std::string> metadata;
};

/// Reads the header in `file` and checks all of it against the bytes that are there; `what` names
/// the file in errors. Throws DataCorrupt for any lie: offsets outside the file, overlaps, holes, a
/// size that is not shape times type, duplicate names, broken JSON; InvalidArgument for a kind of
/// number that is not known here.
Safetensors parse_safetensors(std::span<const std::byte> file, std::string_view what);

/// Writes `file` in one step, the same bytes for the same tensors in whatever order they come: laid
/// out as the format's own library does, widest kinds first, then by name, header padded to 8.
/// Throws InvalidArgument for a duplicate name, a name that is not UTF-8, or bytes that do not fit
/// the shape; ResourceLimit when the disk is full.
void write_safetensors(const fs::path& file, std::span<const TensorView> tensors,
                       const std::map<std::string, std::string>& metadata = {{"format", "pt"}});

/// Likewise; returns the file's SHA-256, in hexadecimal, without reading it again.
std::string write_hashed_safetensors(const fs::path& file, std::span<const TensorView> tensors,
                                     const std::map<std::string, std::string>& metadata = {
                                         {"format", "pt"}});

}  // namespace sempurna
