#include <algorithm>
#include <array>
#include <cstring>
#include <functional>

#include "base/atomic_file.h"
#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/json.h"
#include "weights/safetensors.h"

namespace sempurna {

namespace {

constexpr size_t kAlignment = 8;

/// The place of a kind in a file, first to last: the reverse of the library's own list.
int rank_of(DType dtype) {
  constexpr std::array kOrder = {DType::I64, DType::F64, DType::F32, DType::I32, DType::BF16,
                                 DType::F16, DType::I16, DType::I8,  DType::U8,  DType::Bool};
  return static_cast<int>(std::find(kOrder.begin(), kOrder.end(), dtype) - kOrder.begin());
}

std::vector<const TensorView*> in_order(std::span<const TensorView> tensors) {
  std::vector<const TensorView*> order;
  order.reserve(tensors.size());
  for (const auto& tensor : tensors) order.push_back(&tensor);
  std::sort(order.begin(), order.end(), [](const TensorView* a, const TensorView* b) {
    const int left = rank_of(a->dtype);
    const int right = rank_of(b->dtype);
    return left != right ? left < right : a->name < b->name;
  });
  return order;
}

void check(const fs::path& file, std::span<const TensorView> tensors) {
  std::vector<std::string_view> names;
  for (const auto& tensor : tensors) {
    const auto needed = bytes_of(tensor.dtype, tensor.shape);
    if (!needed || *needed != tensor.bytes.size()) {
      throw Error(Code::InvalidArgument,
                  "{}: tensor {} of shape {} and kind {} comes with {} bytes, which do not fit",
                  file.string(), tensor.name, to_text(tensor.shape), name(tensor.dtype),
                  tensor.bytes.size());
    }
    if (tensor.name == "__metadata__") {
      throw Error(Code::InvalidArgument, "{}: no tensor can be named __metadata__", file.string());
    }
    names.push_back(tensor.name);
  }
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) {
    throw Error(Code::InvalidArgument, "{}: two tensors are named {}", file.string(), *twice);
  }
}

std::string header_of(const fs::path& file, const std::vector<const TensorView*>& order,
                      const std::map<std::string, std::string>& metadata) {
  Json header = Json::object();
  if (!metadata.empty()) {
    Json& entries = header["__metadata__"] = Json::object();
    for (const auto& [key, value] : metadata) entries[key] = value;
  }
  // An ordered_json looks a key up by walking, so thousands of tensors are joined as text instead.
  std::string text;
  try {
    text = header.dump();
    text.pop_back();
    uint64_t offset = 0;
    for (const TensorView* tensor : order) {
      if (text.size() > 1) text += ',';
      text += Json(tensor->name).dump() + ':';
      text += Json{{"dtype", name(tensor->dtype)},
                   {"shape", tensor->shape},
                   {"data_offsets", {offset, offset + tensor->bytes.size()}}}
                  .dump();
      offset += tensor->bytes.size();
    }
  } catch (const Json::exception&) {
    throw Error(Code::InvalidArgument, "{}: a tensor's name or the metadata is not UTF-8",
                file.string());
  }
  text += '}';
  text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
  return text;
}

/// `written` hears all bytes of the file, in their order.
void write(const fs::path& file, std::span<const TensorView> tensors,
           const std::map<std::string, std::string>& metadata,
           const std::function<void(std::span<const std::byte>)>& written) {
  check(file, tensors);
  const auto order = in_order(tensors);
  const std::string header = header_of(file, order, metadata);
  const uint64_t length = header.size();
  std::array<std::byte, sizeof length> prefix{};
  std::memcpy(prefix.data(), &length, sizeof length);

  AtomicFile out(file);
  const auto put = [&](std::span<const std::byte> bytes) {
    out.write(bytes);
    if (written) written(bytes);
  };
  put(prefix);
  put(std::as_bytes(std::span(header)));
  for (const TensorView* tensor : order) put(tensor->bytes);
  out.commit();
}

}  // namespace

void write_safetensors(const fs::path& file, std::span<const TensorView> tensors,
                       const std::map<std::string, std::string>& metadata) {
  write(file, tensors, metadata, {});
}

std::string write_hashed_safetensors(const fs::path& file, std::span<const TensorView> tensors,
                                     const std::map<std::string, std::string>& metadata) {
  Digest hash(DigestKind::Sha256);
  write(file, tensors, metadata, [&](std::span<const std::byte> bytes) { hash.update(bytes); });
  return encode_hex(hash.finish());
}

}  // namespace sempurna
