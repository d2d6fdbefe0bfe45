#include "train/checkpoint.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/number.h"
#include "base/sha256.h"
#include "tensor/convert.h"
#include "train/fingerprint.h"
#include "weights/safetensors.h"

namespace sempurna {

namespace {

constexpr auto kTensors = "tensors.safetensors";
constexpr auto kState = "state.json";
constexpr int64_t kFormat = 1;

std::vector<TensorView> views(std::span<const NamedTensor> tensors) {
  std::vector<TensorView> all;
  for (const auto& [name, tensor] : tensors) all.push_back(to_view(name, tensor));
  return all;
}

std::string write_tensors(const fs::path& file, std::span<const NamedTensor> tensors) {
  write_safetensors(file, views(tensors));
  return sha256_file(file);
}

/// Copies a file whose hash must be `sha256` into tensors of the same names and shapes.
void read_tensors(const fs::path& file, const std::string& sha256,
                  std::span<const NamedTensor> tensors) {
  const MappedFile mapped(file);
  if (sha256_hex(mapped.text()) != sha256) {
    throw Error(Code::DataCorrupt, "{} is damaged", file.string());
  }
  const Safetensors content = parse_safetensors(mapped.bytes(), file.string());
  if (content.tensors.size() != tensors.size()) {
    throw Error(Code::DataCorrupt, "{} does not hold this model's tensors", file.string());
  }
  const at::NoGradGuard no_grad;
  for (const auto& [name, tensor] : tensors) {
    const auto found = std::find_if(content.tensors.begin(), content.tensors.end(),
                                    [&](const TensorView& view) { return view.name == name; });
    if (found == content.tensors.end() || found->shape != tensor.sizes().vec()) {
      throw Error(Code::DataCorrupt, "{} does not hold the tensor {}", file.string(), name);
    }
    Tensor target = tensor;
    target.copy_(to_tensor(*found));
  }
}

/// The number of a checkpoint's folder, or 0.
int64_t number_of(const fs::path& folder) {
  return read_number<int64_t>(folder.filename().string()).value_or(0);
}

/// Descending.
std::vector<int64_t> numbers(const fs::path& folder) {
  std::vector<int64_t> all;
  if (!fs::exists(folder)) return all;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const int64_t number = number_of(entry.path());
    if (number > 0 && entry.is_directory()) all.push_back(number);
  }
  std::sort(all.rbegin(), all.rend());
  return all;
}

fs::path numbered(const fs::path& folder, int64_t number) {
  return folder / fmt::format("{:08}", number);
}

Json read_state(const fs::path& file) {
  const std::string text = read_file(file);
  const auto end = text.find('\n');
  if (end == std::string::npos || text.substr(end + 1) != sha256_hex(text.substr(0, end)) + "\n") {
    throw Error(Code::DataCorrupt, "{} is damaged", file.string());
  }
  Json state = parse_json(std::string_view(text).substr(0, end), file.string());
  if (state.value("format", int64_t{0}) != kFormat) {
    throw Error(Code::DataCorrupt, "{} has a form that this version does not read", file.string());
  }
  return state;
}

}  // namespace

CheckpointStore::CheckpointStore(const fs::path& folder, Json fingerprint)
    : folder_(folder), fingerprint_(std::move(fingerprint)) {
  make_folders(folder_);
  const auto existing = numbers(folder_);
  if (!existing.empty()) last_ = existing.front();
}

void CheckpointStore::save(const Json& state, std::span<const NamedTensor> tensors) {
  // Never more than one kept and one being written lie on the disk at once.
  remove_old(1);
  const fs::path target = numbered(folder_, last_ + 1);
  fs::path partial = target;
  partial += ".partial";
  fs::remove_all(partial);
  try {
    make_folders(partial);
    const std::string hash = write_tensors(partial / kTensors, tensors);
    const Json whole = {{"format", kFormat},
                        {"fingerprint", fingerprint_},
                        {"tensors", hash},
                        {"best", best_},
                        {"state", state}};
    const std::string line = whole.dump();
    write_file_atomic(partial / kState, line + "\n" + sha256_hex(line) + "\n");
    fs::rename(partial, target);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(partial, ignored);
    throw;
  }
  sync_folder(folder_);
  ++last_;
}

void CheckpointStore::save_best(int64_t epoch, std::span<const NamedTensor> tensors) {
  const std::string name = fmt::format("best-{}.safetensors", epoch + 1);
  best_ = {{"file", name}, {"sha256", write_tensors(folder_ / name, tensors)}};
}

std::optional<Json> CheckpointStore::load(std::span<const NamedTensor> tensors) {
  damaged_.clear();
  for (const int64_t number : numbers(folder_)) {
    const fs::path folder = numbered(folder_, number);
    try {
      const Json whole = read_state(folder / kState);
      const std::string differ = differences(whole.at("fingerprint"), fingerprint_);
      if (!differ.empty()) {
        throw Error(Code::Conflict,
                    "the job cannot be resumed, because since its checkpoint {}; set back what "
                    "changed, or start a job with a new name",
                    differ);
      }
      best_ = whole.at("best");
      if (has_best()) {
        const fs::path best = folder_ / best_.at("file").get<std::string>();
        if (sha256_file(best) != best_.at("sha256").get<std::string>()) {
          throw Error(Code::DataCorrupt, "{} is damaged", best.string());
        }
      }
      read_tensors(folder / kTensors, whole.at("tensors"), tensors);
      return whole.at("state");
    } catch (const Error& error) {
      if (error.code() != Code::DataCorrupt && error.code() != Code::NotFound) throw;
      damaged_ = fmt::format("the checkpoint {} is damaged and was passed over", folder.string());
      best_ = nullptr;
    }
  }
  return std::nullopt;
}

void CheckpointStore::load_best(std::span<const NamedTensor> tensors) const {
  ensure(has_best(), "a best epoch was saved");
  try {
    read_tensors(folder_ / best_.at("file").get<std::string>(), best_.at("sha256"), tensors);
  } catch (const Error& error) {
    throw Error(error.code(), "{}; resume the job, which goes back to an earlier checkpoint",
                error.what());
  }
}

std::optional<Json> CheckpointStore::peek_fingerprint(const fs::path& folder) {
  for (const int64_t number : numbers(folder)) {
    try {
      return read_state(numbered(folder, number) / kState).at("fingerprint");
    } catch (const Error& error) {
      if (error.code() != Code::DataCorrupt && error.code() != Code::NotFound) throw;
    }
  }
  return std::nullopt;
}

void CheckpointStore::remove_old(size_t keep) {
  auto all = numbers(folder_);
  std::set<std::string> named;
  if (has_best()) named.insert(best_.at("file"));
  for (size_t k = 0; k < all.size(); ++k) {
    const fs::path folder = numbered(folder_, all[k]);
    if (k >= keep) {
      fs::remove_all(folder);
      continue;
    }
    try {
      const Json best = read_state(folder / kState).at("best");
      if (!best.is_null()) named.insert(best.at("file"));
    } catch (const Error&) {
      // Damaged; load() tells.
    }
  }
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const std::string name = entry.path().filename().string();
    const bool left_over = name.starts_with("best-") && !named.contains(name);
    if (left_over || name.ends_with(".partial")) fs::remove_all(entry.path());
  }
}

}  // namespace sempurna
