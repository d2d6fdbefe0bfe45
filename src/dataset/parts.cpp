#include "dataset/parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/error.h"
#include "catalog/tasks.h"
#include "dataset/folder_contents.h"
#include "dataset/source.h"

namespace sempurna {

namespace {

enum class Role { None, Training, Validation, Test };

// What a part is called; "train" may be "trainset" or "TRAIN_images" as well.
constexpr std::array<std::pair<std::string_view, Role>, 15> kStems = {{
    {"training", Role::Training},
    {"train", Role::Training},
    {"latih", Role::Training},
    {"validation", Role::Validation},
    {"validate", Role::Validation},
    {"validasi", Role::Validation},
    {"valid", Role::Validation},
    {"val", Role::Validation},
    {"development", Role::Validation},
    {"dev", Role::Validation},
    {"evaluation", Role::Validation},
    {"eval", Role::Validation},
    {"testing", Role::Test},
    {"test", Role::Test},
    {"uji", Role::Test},
}};
constexpr std::array<std::string_view, 8> kSuffixes = {"",      "set",  "data", "images",
                                                       "image", "imgs", "img",  "split"};

Role role_of_word(std::string_view word) {
  for (const auto& [stem, role] : kStems) {
    if (!word.starts_with(stem)) continue;
    const std::string_view rest = word.substr(stem.size());
    if (std::find(kSuffixes.begin(), kSuffixes.end(), rest) != kSuffixes.end()) return role;
  }
  return Role::None;
}

// By the words of a name, "seg_train" or "Test-Images 2"; none when two of them disagree.
Role role_of(std::string_view name) {
  Role role = Role::None;
  std::string word;
  for (size_t i = 0; i <= name.size(); ++i) {
    const bool letter = i < name.size() && std::isalpha(static_cast<unsigned char>(name[i])) != 0;
    if (letter) word += name[i];
    if (letter || word.empty()) continue;
    const Role found = role_of_word(lower_ascii(word));
    if (found != Role::None && role != Role::None && found != role) return Role::None;
    if (found != Role::None) role = found;
    word.clear();
  }
  return role;
}

bool holds_pictures(const FolderContents& contents) {
  static constexpr std::array<std::string_view, 9> kPictures = {
      ".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic"};
  return std::any_of(contents.files.begin(), contents.files.end(), [](const std::string& file) {
    const std::string extension = lower_ascii(fs::path(file).extension().string());
    return std::find(kPictures.begin(), kPictures.end(), extension) != kPictures.end();
  });
}

struct Part {
  std::string name;
  fs::path path;
  Role role = Role::None;
  std::vector<std::string> classes;  ///< folders inside, sorted
  bool texts = false;                ///< a data.csv

  bool is_labelled() const { return texts || !classes.empty(); }
};

// What a folder holds. One that holds a single folder of folders, and no more, is a wrapping.
Part look_at_part(const fs::path& folder, const std::string& name) {
  constexpr int kMostWraps = 3;
  Part part{name, folder / name, role_of(name), {}, false};
  FolderContents inside = look_into(part.path);
  for (int wraps = 0; wraps < kMostWraps; ++wraps) {
    if (inside.folders.size() != 1 || inside.data_csv || holds_pictures(inside)) break;
    const fs::path wrapped = part.path / inside.folders[0];
    FolderContents deeper = look_into(wrapped);
    if (deeper.folders.empty() && !deeper.data_csv) break;
    part.path = wrapped;
    inside = std::move(deeper);
  }
  part.texts = inside.data_csv;
  if (!holds_pictures(inside)) part.classes = inside.folders;
  return part;
}

bool includes(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

std::vector<Part> parts_in(const fs::path& folder, const FolderContents& contents, DataForm form,
                           std::vector<std::string>& copies) {
  std::vector<Part> parts;
  for (const std::string& name : contents.folders) {
    Part part = look_at_part(folder, name);
    std::vector<std::string> others = contents.folders;
    std::erase(others, name);
    if (!others.empty() && includes(part.classes, others)) {
      copies.push_back(name);
    } else {
      parts.push_back(std::move(part));
    }
  }
  if (form != DataForm::DataCsv || !contents.folders.empty()) return parts;
  for (const std::string& name : contents.files) {
    if (!lower_ascii(name).ends_with(".csv")) continue;
    const Role role = role_of(fs::path(name).stem().string());
    if (role != Role::None) parts.push_back({name, folder / name, role, {}, true});
  }
  return parts;
}

const Part* training_part(const std::vector<Part>& parts) {
  const auto found = std::find_if(parts.begin(), parts.end(), [](const Part& part) {
    return part.role == Role::Training && part.is_labelled();
  });
  return found == parts.end() ? nullptr : &*found;
}

bool are_parts(const std::vector<Part>& parts) {
  if (parts.size() < 2) return false;
  if (const Part* training = training_part(parts)) {
    return std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
      return &part != training && (part.role != Role::None ||
                                   (!part.classes.empty() && part.classes == training->classes));
    });
  }
  const auto& classes = parts.front().classes;
  return classes.size() >= 2 && std::all_of(parts.begin(), parts.end(), [&](const Part& part) {
           return part.classes == classes;
         });
}

std::string told(const PartFolders& parts) {
  std::string text = parts.training.filename().string() + " for training";
  if (!parts.validation.empty())
    text += ", " + parts.validation.filename().string() + " for validation";
  if (!parts.test.empty()) text += ", " + parts.test.filename().string() + " as the test data";
  return text;
}

}  // namespace

std::optional<PartFolders> find_parts(const fs::path& folder, Task task) {
  const DataForm form = facts_of(task).data;
  PartFolders found;
  std::vector<Part> parts;
  try {
    const FolderContents contents = look_into(folder);
    if (contents.data_csv && form == DataForm::DataCsv) return std::nullopt;
    parts = parts_in(folder, contents, form, found.copies);
  } catch (const Error&) {
    return std::nullopt;  // whoever reads the data says what is wrong with it
  }
  if (!are_parts(parts)) return std::nullopt;
  for (const Part& part : parts) {
    found.names.push_back(part.name);
    fs::path* place = part.role == Role::Training     ? &found.training
                      : part.role == Role::Validation ? &found.validation
                      : part.role == Role::Test       ? &found.test
                                                      : nullptr;
    if (!part.is_labelled()) {
      (place == nullptr ? found.unclear : found.unlabelled).push_back(part.name);
    } else if (place == nullptr || !place->empty()) {
      found.unclear.push_back(part.name);
    } else {
      *place = part.path;
    }
    if (found.classes.empty()) found.classes = part.classes;
  }
  return found;
}

PlacedChannels place_channels(const Channels& given, Task task) {
  PlacedChannels placed{given, {}};
  const fs::path folder = given.training;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return placed;
  const auto parts = find_parts(folder, task);
  if (!parts || !parts->clear()) return placed;
  Channels& channels = placed.channels;
  channels.training = parts->training.string();
  if (channels.validation.empty()) channels.validation = parts->validation.string();
  if (channels.test.empty()) channels.test = parts->test.string();
  placed.findings.push_back(
      {Severity::Fact, "parts-used", folder.string(), 0,
       fmt::format("this folder holds the parts of a data set: {}", told(*parts)), ""});
  const auto not_used = [&](const std::vector<std::string>& names, const char* why) {
    for (const std::string& name : names) {
      placed.findings.push_back({Severity::Warning, "part-not-used", (folder / name).string(), 0,
                                 fmt::format("{}; it is not used", why), "Remove it to be sure"});
    }
  };
  not_used(parts->unlabelled, "this part holds no class folders");
  not_used(parts->copies, "this folder holds the same parts once more");
  return placed;
}

std::optional<Task> task_of_data(const std::string& training) {
  std::optional<Task> found;
  for (const TaskFacts& facts : tasks()) {
    try {
      find_source(place_channels({training, "", ""}, facts.task).channels.training, facts.task);
    } catch (const Error&) {
      continue;
    }
    if (found) return std::nullopt;
    found = facts.task;
  }
  return found;
}

}  // namespace sempurna
