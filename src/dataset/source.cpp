#include "dataset/source.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/system_error.h"
#include "dataset/class_folders.h"
#include "dataset/finding.h"
#include "image/format.h"

namespace sempurna {

namespace {

// What a look into a folder has found, one level deep.
struct Contents {
  bool data_csv = false;
  std::vector<std::string> folders;
  std::vector<std::string> files;
};

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

Contents look_into(const fs::path& folder) {
  Contents contents;
  std::error_code error;
  fs::directory_iterator all(folder, error);
  if (error) throw_system_error(error.value(), folder, "list");
  for (const fs::directory_entry& entry : all) {
    const std::string name = entry.path().filename().string();
    if (is_clutter(name)) continue;
    if (entry.is_directory(error)) {
      contents.folders.push_back(name);
    } else {
      contents.data_csv = contents.data_csv || name == "data.csv";
      contents.files.push_back(name);
    }
  }
  std::sort(contents.folders.begin(), contents.folders.end());
  std::sort(contents.files.begin(), contents.files.end());
  return contents;
}

bool is_training_name(const std::string& name) {
  const std::string n = lower(name);
  return n == "train" || n == "training";
}

bool is_channel_name(const std::string& name) {
  static constexpr std::array<std::string_view, 8> kNames = {
      "val", "valid", "validation", "test", "testing", "dev", "eval", "evaluation"};
  return is_training_name(name) ||
         std::find(kNames.begin(), kNames.end(), lower(name)) != kNames.end();
}

bool has_folders_inside(const fs::path& folder) {
  return !look_into(folder).folders.empty();
}

// "train" and "val" side by side, each with the classes inside: no class has such a name.
void refuse_channels(const fs::path& folder, const Contents& contents) {
  const auto training =
      std::find_if(contents.folders.begin(), contents.folders.end(), is_training_name);
  if (training == contents.folders.end() ||
      !std::all_of(contents.folders.begin(), contents.folders.end(), is_channel_name)) {
    return;
  }
  const fs::path inside = folder / *training;
  if (!has_folders_inside(inside) && !fs::exists(inside / "data.csv")) return;
  std::string advice = fmt::format("--data {}", inside.string());
  for (const std::string& name : contents.folders) {
    if (name == *training) continue;
    advice += fmt::format(" {} {}", lower(name).starts_with("test") ? "--test" : "--validation",
                          (folder / name).string());
  }
  throw Error(
      Code::InvalidArgument,
      "{} holds the parts of a data set ({}), not its classes: give each part by itself, {}",
      folder.string(), fmt::join(contents.folders, ", "), advice);
}

// What an archive often leaves: one folder around the class folders.
void refuse_wrapping(const fs::path& folder, const Contents& contents) {
  if (contents.folders.size() != 1) return;
  const fs::path inside = folder / contents.folders[0];
  const Contents inner = look_into(inside);
  if (inner.folders.size() < 2 || !inner.files.empty()) return;
  throw Error(Code::InvalidArgument,
              "{} holds a single folder, {}, with {} folders inside, which look like the classes: "
              "give {}",
              folder.string(), contents.folders[0], inner.folders.size(), inside.string());
}

std::string listed(const std::vector<std::string>& names) {
  if (names.empty()) return "nothing";
  std::string text = excerpt(names[0]);
  if (names.size() > 1) text += fmt::format(" and {} more", names.size() - 1);
  return text;
}

Source look_at(const std::string& given, std::optional<Task> task) {
  if (given.empty()) {
    throw Error(Code::InvalidArgument, "no place is given for the data: give {}, or {}",
                expected_layout(Task::ImageClassification),
                expected_layout(Task::TextClassification));
  }
  if (given.starts_with("s3://")) {
    throw Error(Code::InvalidArgument,
                "{} is an S3 location, which cannot be read yet: copy the data to this machine and "
                "give its folder",
                given);
  }
  const fs::path path(given);
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    const int error = errno;
    if (error == ENOENT || error == ENOTDIR) {
      throw Error(Code::NotFound, "{} does not exist; the data must be {}", given,
                  expected_layout(task.value_or(Task::ImageClassification)));
    }
    throw_system_error(error, path, "look at");
  }
  if (S_ISREG(status.st_mode)) {
    const std::string extension = lower(path.extension().string());
    if (extension == ".csv" || extension == ".tsv") return {Task::TextClassification, path};
    throw Error(Code::InvalidArgument, "{} is a single file; the data must be {}", given,
                task ? expected_layout(*task)
                     : expected_layout(Task::ImageClassification) + ", or " +
                           expected_layout(Task::TextClassification));
  }
  if (!S_ISDIR(status.st_mode)) {
    throw Error(Code::InvalidArgument, "{} is neither a file nor a folder", given);
  }

  const Contents contents = look_into(path);
  const bool wants_text = task == Task::TextClassification;
  refuse_channels(path, contents);
  if (contents.data_csv && (wants_text || !task || contents.folders.empty())) {
    return {Task::TextClassification, path / "data.csv"};
  }
  if (!contents.folders.empty() && !wants_text) {
    refuse_wrapping(path, contents);
    return {Task::ImageClassification, path};
  }
  std::string found = contents.folders.empty()
                          ? fmt::format("{} holds {}", given, listed(contents.files))
                          : fmt::format("{} holds the folder {}", given, listed(contents.folders));
  if (!contents.folders.empty() && wants_text) found += " and no data.csv";
  throw Error(Code::InvalidArgument, "{}; the data must be {}", found,
              task ? expected_layout(*task)
                   : expected_layout(Task::ImageClassification) + ", or " +
                         expected_layout(Task::TextClassification));
}

}  // namespace

std::string expected_layout(Task task) {
  if (task == Task::ImageClassification) {
    return "a folder with one folder of pictures for each class (flowers/roses/1.jpg, "
           "flowers/tulips/2.png)";
  }
  return "a data.csv, or a folder with one inside, whose rows are a whole number for the class and "
         "a text (1,\"good, and cheap\")";
}

Source find_source(const std::string& given) {
  return look_at(given, std::nullopt);
}

Source find_source(const std::string& given, Task task) {
  Source source = look_at(given, task);
  if (source.task != task) {
    throw Error(Code::InvalidArgument,
                "{} is a data set of {}, but this model reads {}: give it {}; or choose another "
                "model, `sempurna models --task {}` lists those",
                given, source.task == Task::TextClassification ? "texts" : "pictures",
                task == Task::TextClassification ? "texts" : "pictures", expected_layout(task),
                source.task == Task::TextClassification ? "text" : "image");
  }
  return source;
}

}  // namespace sempurna
