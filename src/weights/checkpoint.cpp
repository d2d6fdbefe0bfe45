#include "weights/checkpoint.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/error.h"
#include "base/json_map.h"
#include "base/sha256.h"
#include "weights/safetensors.h"
#include "weights/torch_archive.h"
#include "weights/zip.h"

namespace sempurna {

namespace {

constexpr std::array<std::string_view, 4> kNames = {
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
    "pytorch_model.bin.index.json"};
constexpr int kIndexDepth = 3;
constexpr std::array<std::string_view, 3> kEndings = {".safetensors", ".pth", ".pt"};

bool is_index(const fs::path& file) {
  return file.filename().string().ends_with(".index.json");
}

/// The weight file or index of a folder, as Checkpoint::open says.
fs::path choose(const fs::path& folder) {
  for (const auto name : kNames) {
    if (fs::exists(folder / name)) return folder / name;
  }
  for (const auto ending : kEndings) {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ending) found.push_back(entry.path().filename().string());
    }
    std::sort(found.begin(), found.end());
    if (found.size() > 1) {
      throw Error(Code::InvalidArgument,
                  "{} holds several weight files, {}; pass the one that is meant", folder.string(),
                  fmt::join(found, ", "));
    }
    if (found.size() == 1) return folder / found.front();
  }
  throw Error(Code::NotFound, "{} holds no weights; looked for {}, and for one file ending in {}",
              folder.string(), fmt::join(kNames, ", "), fmt::join(kEndings, ", "));
}

/// The shards that an index names, by the tensors that it expects in each.
std::map<std::string, std::vector<std::string>> read_index(const fs::path& index) {
  const JsonMap json = read_json_map(index, kIndexDepth);
  const auto map = json.is_object() ? json.find("weight_map") : json.end();
  if (map == json.end() || !map->is_object() || map->empty()) {
    throw Error(Code::DataCorrupt, "{} has no \"weight_map\" that says which file holds what",
                index.string());
  }
  std::map<std::string, std::vector<std::string>> shards;
  for (const auto& [tensor, file] : map->items()) {
    const std::string name = file.is_string() ? file.get<std::string>() : "";
    if (name.empty() || fs::path(name).filename() != name || name == "." || name == "..") {
      throw Error(Code::DataCorrupt,
                  "{}: tensor {} lies in {}, which is not the name of a file beside the index",
                  index.string(), tensor,
                  file.dump(-1, ' ', false, JsonMap::error_handler_t::replace));
    }
    shards[name].push_back(tensor);
  }
  return shards;
}

}  // namespace

struct Checkpoint::Content {
  std::vector<fs::path> files;
  std::vector<MappedFile> maps;
  std::vector<std::unique_ptr<std::byte[]>> copies;
  std::map<std::string, TensorView, std::less<>> tensors;

  void read(const fs::path& file) {
    const auto bytes = maps.emplace_back(file).bytes();
    const std::string what = file.string();
    files.push_back(file);
    if (maps.back().text().starts_with("version https://git-lfs.github.com/spec/")) {
      throw Error(Code::InvalidArgument,
                  "{} is only a Git LFS pointer, not the weights; fetch them with git lfs pull",
                  what);
    }
    if (looks_like_old_torch(bytes)) {
      throw Error(Code::InvalidArgument,
                  "{} was saved in the format that torch.save had before version 1.6; convert it "
                  "in Python, in a place where you trust the file: "
                  "torch.save(torch.load('{}', map_location='cpu'), 'new.pth')",
                  what, file.filename().string());
    }
    if (looks_like_zip(bytes)) {
      TorchArchive archive = read_torch_archive(bytes, what);
      std::move(archive.copies.begin(), archive.copies.end(), std::back_inserter(copies));
      add(std::move(archive.tensors), what);
    } else {
      Safetensors read = parse_safetensors(bytes, what);
      add(std::move(read.tensors), what);
      add_aliases(read.metadata);
    }
  }

  /// What DistributedDataParallel puts before every name says nothing of the model.
  void drop_wrapper() {
    constexpr std::string_view kWrapper = "module.";
    const bool wrapped = std::all_of(tensors.begin(), tensors.end(), [&](const auto& entry) {
      return entry.first.starts_with(kWrapper);
    });
    if (!wrapped) return;
    std::map<std::string, TensorView, std::less<>> bare;
    for (auto& [name, view] : tensors) {
      view.name = name.substr(kWrapper.size());
      bare.emplace(view.name, std::move(view));
    }
    tensors = std::move(bare);
  }

 private:
  /// Of tensors that share their values safetensors' save_model() writes one, and says in the
  /// metadata under which name the others' values are.
  void add_aliases(const std::map<std::string, std::string>& metadata) {
    for (const auto& [alias, kept] : metadata) {
      const auto original = tensors.find(kept);
      if (original == tensors.end() || tensors.contains(alias)) continue;
      TensorView view = original->second;
      view.name = alias;
      tensors.emplace(alias, std::move(view));
    }
  }

  void add(std::vector<TensorView> views, std::string_view what) {
    for (auto& view : views) {
      std::string name = view.name;
      const auto [at, is_new] = tensors.emplace(std::move(name), std::move(view));
      if (!is_new) {
        throw Error(Code::DataCorrupt, "{}: tensor {} is in another shard as well", what,
                    at->first);
      }
    }
  }
};

Checkpoint Checkpoint::open(const fs::path& folder_or_file) {
  if (!fs::exists(folder_or_file)) {
    throw Error(Code::NotFound, "{} does not exist", folder_or_file.string());
  }
  const fs::path file = fs::is_directory(folder_or_file) ? choose(folder_or_file) : folder_or_file;
  auto content = std::make_shared<Content>();
  if (!is_index(file)) {
    content->read(file);
    content->drop_wrapper();
    return Checkpoint(std::move(content));
  }
  for (const auto& [shard, expected] : read_index(file)) {
    const fs::path path = file.parent_path() / shard;
    if (!fs::exists(path)) {
      throw Error(Code::NotFound, "{} is missing, though {} names it; fetch it too", path.string(),
                  file.filename().string());
    }
    content->read(path);
    for (const auto& tensor : expected) {
      if (!content->tensors.contains(tensor)) {
        throw Error(Code::DataCorrupt, "{}: tensor {} should be in {}, but is not", file.string(),
                    tensor, shard);
      }
    }
  }
  content->drop_wrapper();
  return Checkpoint(std::move(content));
}

std::vector<std::string> Checkpoint::names() const {
  std::vector<std::string> names;
  names.reserve(content_->tensors.size());
  for (const auto& [name, view] : content_->tensors) names.push_back(name);
  return names;
}

const TensorView* Checkpoint::find(std::string_view name) const {
  const auto found = content_->tensors.find(name);
  return found == content_->tensors.end() ? nullptr : &found->second;
}

const std::vector<fs::path>& Checkpoint::files() const {
  return content_->files;
}

std::string Checkpoint::sha256() const {
  if (content_->maps.size() == 1) return sha256_hex(content_->maps.front().text());
  std::string lines;
  for (size_t i = 0; i < content_->maps.size(); ++i) {
    lines += fmt::format("{}  {}\n", sha256_hex(content_->maps[i].text()),
                         content_->files[i].filename().string());
  }
  return sha256_hex(lines);
}

}  // namespace sempurna
