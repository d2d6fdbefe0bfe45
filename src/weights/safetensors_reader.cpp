#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

#include "base/error.h"
#include "weights/safetensors.h"
#include "weights/safetensors_header.h"

namespace sempurna {

namespace {

constexpr uint64_t kMaxHeaderBytes = 100'000'000;  // the limit of the format's own library
constexpr size_t kLengthBytes = 8;

[[noreturn]] void fail(std::string_view what, std::string_view fault) {
  throw Error(Code::DataCorrupt, "{}: {}; the file is damaged, fetch it again", what, fault);
}

std::string_view header_of(std::span<const std::byte> file, std::string_view what) {
  if (file.size() < kLengthBytes) {
    fail(what, fmt::format("{} bytes are too few for a safetensors file", file.size()));
  }
  uint64_t length = 0;
  std::memcpy(&length, file.data(), kLengthBytes);
  if (length > kMaxHeaderBytes) {
    fail(what, fmt::format("the header would be {} bytes long, the limit is {}; this is no "
                           "safetensors file",
                           length, kMaxHeaderBytes));
  }
  if (length > file.size() - kLengthBytes) {
    fail(what, fmt::format("the header would be {} bytes long, but only {} follow", length,
                           file.size() - kLengthBytes));
  }
  const auto header = file.subspan(kLengthBytes, length);
  return {reinterpret_cast<const char*>(header.data()), header.size()};
}

void check_names(const std::vector<SafetensorsEntry>& entries, std::string_view what) {
  std::vector<std::string_view> names;
  names.reserve(entries.size());
  for (const auto& entry : entries) names.push_back(entry.name);
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) fail(what, fmt::format("the header names tensor {} twice", *twice));
}

void check_entry(const SafetensorsEntry& entry, uint64_t available, std::string_view what) {
  if (entry.begin > entry.end || entry.end > available) {
    fail(what, fmt::format("tensor {} lies at bytes {} to {} of {}", entry.name, entry.begin,
                           entry.end, available));
  }
  const auto needed = bytes_of(entry.dtype, entry.shape);
  if (!needed) {
    fail(what, fmt::format("tensor {} has the shape {}, which is beyond any memory", entry.name,
                           to_text(entry.shape)));
  }
  if (*needed != entry.end - entry.begin) {
    fail(what,
         fmt::format("tensor {} needs {} bytes for {} numbers of kind {}, but has {}", entry.name,
                     *needed, to_text(entry.shape), name(entry.dtype), entry.end - entry.begin));
  }
}

}  // namespace

Safetensors parse_safetensors(std::span<const std::byte> file, std::string_view what) {
  const std::string_view json = header_of(file, what);
  SafetensorsHeader header = parse_safetensors_header(json, what);
  const auto data = file.subspan(kLengthBytes + json.size());
  auto& entries = header.entries;
  check_names(entries, what);
  for (const auto& entry : entries) check_entry(entry, data.size(), what);

  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.begin, a.end) < std::tie(b.begin, b.end);
  });
  uint64_t covered = 0;
  for (const auto& entry : entries) {
    if (entry.begin < covered) {
      fail(what, fmt::format("tensor {} overlaps the one before it", entry.name));
    }
    if (entry.begin > covered) {
      fail(what, fmt::format("{} bytes before tensor {} belong to no tensor", entry.begin - covered,
                             entry.name));
    }
    covered = entry.end;
  }
  if (covered != data.size()) {
    fail(what, fmt::format("{} bytes after the last tensor belong to none", data.size() - covered));
  }

  Safetensors result{.tensors = {}, .metadata = std::move(header.metadata)};
  result.tensors.reserve(entries.size());
  for (auto& entry : entries) {
    result.tensors.push_back({.name = std::move(entry.name),
                              .dtype = entry.dtype,
                              .shape = std::move(entry.shape),
                              .bytes = data.subspan(entry.begin, entry.end - entry.begin)});
  }
  return result;
}

}  // namespace sempurna
