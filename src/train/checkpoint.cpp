#include "train/checkpoint.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "base/number.h"
#include "base/sha256.h"
#include "tensor/convert.h"
#include "tensor/device.h"
#include "train/fingerprint.h"
#include "train/snapshot.h"
#include "weights/safetensors.h"

namespace sempurna {

namespace {

constexpr auto kOptimizer = "optimizer.safetensors";
constexpr auto kState = "state.json";
constexpr int64_t kFormat = 2;

std::vector<NamedTensor> fetched(std::span<const NamedTensor> tensors) {
  std::vector<NamedTensor> all;
  for (const auto& [name, tensor] : tensors) all.emplace_back(name, on_host(tensor));
  return all;
}

/// Of tensors on the host.
std::vector<TensorView> views(std::span<const NamedTensor> tensors) {
  std::vector<TensorView> all;
  for (const auto& [name, tensor] : tensors) all.push_back(to_view(name, tensor));
  return all;
}

/// A file whose hash is `sha256` and that holds tensors of these names and shapes.
class Stored {
 public:
  /// Throws DataCorrupt when it is not.
  Stored(const fs::path& file, const std::string& sha256, std::span<const NamedTensor> tensors)
      : mapped_(file), tensors_(tensors) {
    if (sha256_hex(mapped_.text()) != sha256) {
      throw Error(Code::DataCorrupt, "{} is damaged", file.string());
    }
    const Safetensors content = parse_safetensors(mapped_.bytes(), file.string());
    if (content.tensors.size() != tensors.size()) {
      throw Error(Code::DataCorrupt, "{} does not hold this model's tensors", file.string());
    }
    for (const auto& [name, tensor] : tensors) {
      const auto found = std::find_if(content.tensors.begin(), content.tensors.end(),
                                      [&](const TensorView& view) { return view.name == name; });
      if (found == content.tensors.end() || found->shape != tensor.sizes().vec()) {
        throw Error(Code::DataCorrupt, "{} does not hold the tensor {}", file.string(), name);
      }
      found_.push_back(*found);
    }
  }

  void copy() const {
    const at::NoGradGuard no_grad;
    for (size_t k = 0; k < found_.size(); ++k) {
      Tensor target = tensors_[k].second;
      target.copy_(to_tensor(found_[k]));
    }
  }

 private:
  MappedFile mapped_;
  std::span<const NamedTensor> tensors_;
  std::vector<TensorView> found_;
};

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

std::string name_of(int64_t number) {
  return fmt::format("{:08}", number);
}

fs::path numbered(const fs::path& folder, int64_t number) {
  return folder / name_of(number);
}

/// The file of a "model" or "best" member.
fs::path file_of(const fs::path& folder, const Json& model) {
  return folder / model.at("file").get<std::string>();
}

/// What lies in the checkpoints' folder of one whose state.json holds `whole`.
std::set<std::string> entries_of(int64_t number, const Json& whole) {
  std::set<std::string> names = {name_of(number), whole.at("model").at("file")};
  if (!whole.at("best").is_null()) names.insert(whole.at("best").at("file"));
  return names;
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

CheckpointStore::CheckpointStore(const fs::path& folder, Json fingerprint,
                                 std::function<uint64_t()> available)
    : folder_(folder), fingerprint_(std::move(fingerprint)), available_(std::move(available)) {
  make_folders(folder_);
  const auto existing = numbers(folder_);
  if (!existing.empty()) last_ = existing.front();
}

uint64_t CheckpointStore::copied_bytes(const Standing& standing) {
  if (!standing.last) return bytes_of(standing.model) + bytes_of(standing.optimizer);
  return standing.best ? bytes_of(standing.model) : 0;
}

void CheckpointStore::save(const Standing& standing) {
  finish();
  Standing now = standing;
  if (now.last) now.optimizer = {};
  if (now.last && !now.best) now.model = {};
  if (available_() < 2 * copied_bytes(standing)) {
    const auto model = fetched(now.model);
    const auto optimizer = fetched(now.optimizer);
    write(now, views(model), views(optimizer));
    return;
  }
  auto work = [this, now, model = std::make_unique<Snapshot>(now.model),
               optimizer = std::make_unique<Snapshot>(now.optimizer)] {
    write(now, model->views(), optimizer->views());
  };
  // Deferred to finish() where there is no thread to be had.
  writing_ = std::async(std::launch::async | std::launch::deferred, std::move(work));
}

void CheckpointStore::finish() {
  if (writing_.valid()) writing_.get();
}

bool CheckpointStore::has_best() {
  finish();
  return !best_.is_null();
}

void CheckpointStore::write(const Standing& standing, std::span<const TensorView> model,
                            std::span<const TensorView> optimizer) {
  // Never more than one kept and one being written lie on the disk at once.
  remove_others();
  const fs::path target = numbered(folder_, last_ + 1);
  fs::path partial = target;
  partial += ".partial";
  fs::remove_all(partial);
  try {
    make_folders(partial);
    Json whole = {{"format", kFormat}, {"fingerprint", fingerprint_},
                  {"model", best_},    {"optimizer", nullptr},
                  {"best", best_},     {"state", standing.state}};
    if (standing.best || !standing.last) {
      const std::string name = fmt::format("model-{:08}.safetensors", last_ + 1);
      whole["model"] = {{"file", name},
                        {"sha256", write_hashed_safetensors(folder_ / name, model)}};
    }
    ensure(!whole["model"].is_null(), "the last checkpoint has a best epoch");
    if (standing.best) whole["best"] = whole["model"];
    if (!optimizer.empty())
      whole["optimizer"] = write_hashed_safetensors(partial / kOptimizer, optimizer);
    const std::string line = whole.dump();
    write_file_atomic(partial / kState, line + "\n" + sha256_hex(line) + "\n");
    fs::rename(partial, target);
    sync_folder(folder_);
    best_ = whole["best"];
    whole_ = entries_of(last_ + 1, whole);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(partial, ignored);
    throw;
  }
  ++last_;
}

std::optional<Json> CheckpointStore::load(std::span<const NamedTensor> model,
                                          std::span<const NamedTensor> optimizer) {
  finish();
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
      const Json& own = whole.at("model");
      if (!best_.is_null() && best_ != own) {
        const fs::path best = file_of(folder_, best_);
        if (sha256_file(best) != best_.at("sha256").get<std::string>()) {
          throw Error(Code::DataCorrupt, "{} is damaged", best.string());
        }
      }
      // Nothing is copied before all of it is known to be whole.
      const Stored stored(file_of(folder_, own), own.at("sha256"), model);
      if (!whole.at("optimizer").is_null())
        Stored(folder / kOptimizer, whole.at("optimizer"), optimizer).copy();
      stored.copy();
      whole_ = entries_of(number, whole);
      return whole.at("state");
    } catch (const Error& error) {
      if (error.code() != Code::DataCorrupt && error.code() != Code::NotFound) throw;
      damaged_ = fmt::format("the checkpoint {} is damaged and was passed over", folder.string());
      best_ = nullptr;
    }
  }
  return std::nullopt;
}

void CheckpointStore::load_best(std::span<const NamedTensor> model) {
  ensure(has_best(), "a best epoch was saved");
  try {
    Stored(file_of(folder_, best_), best_.at("sha256"), model).copy();
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

void CheckpointStore::remove_others() {
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const std::string name = entry.path().filename().string();
    const bool of_one = number_of(entry.path()) > 0 || name.starts_with("model-");
    const bool other = of_one && !whole_.empty() && !whole_.contains(name);
    if (other || name.ends_with(".partial")) fs::remove_all(entry.path());
  }
}

}  // namespace sempurna
