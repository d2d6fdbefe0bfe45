#include "dataset/source.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <vector>

#include "base/error.h"
#include "base/system_error.h"
#include "catalog/tasks.h"
#include "dataset/finding.h"
#include "dataset/folder_contents.h"
#include "dataset/parts.h"
#include "text/foreign_file.h"

namespace sempurna {

namespace {

// "fold1, fold2, fold3 and 2 more", for a message.
std::string listed_names(const std::vector<std::string>& names) {
  constexpr size_t kMost = 6;
  const size_t shown = std::min(names.size(), kMost);
  std::string text = fmt::format("{}", fmt::join(names.begin(), names.begin() + shown, ", "));
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

// The parts of a data set are not its classes.
[[noreturn]] void refuse_parts(const fs::path& folder, const PartFolders& parts) {
  std::string advice;
  const auto advise = [&](const char* option, const fs::path& part) {
    if (!part.empty()) advice += fmt::format(" {} {}", option, part.string());
  };
  if (parts.training.empty()) {
    advise("--data", folder / parts.names[0]);
    advise("--validation", folder / parts.names[1]);
    throw Error(Code::InvalidArgument,
                "{} holds folders ({}) with the same folders inside each ({}), which look like "
                "parts of a data set and not like its classes: give them by themselves,{} for "
                "instance; if they are the classes, put the pictures directly into them",
                folder.string(), listed_names(parts.names), listed_names(parts.classes), advice);
  }
  advise("--data", parts.training);
  advise("--validation", parts.validation);
  advise("--test", parts.test);
  throw Error(Code::InvalidArgument,
              "{} holds the parts of a data set ({}), not its classes: give each part by itself,{}"
              "{}",
              folder.string(), listed_names(parts.names), advice,
              parts.unclear.empty()
                  ? ""
                  : fmt::format("; what {} is for, its name does not say", parts.unclear[0]));
}

// What an archive often leaves: one folder around the class folders.
void refuse_wrapping(const fs::path& folder, const FolderContents& contents) {
  if (contents.folders.size() != 1) return;
  const fs::path inside = folder / contents.folders[0];
  const FolderContents inner = look_into(inside);
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

// "; tickets.xlsx is an Excel workbook (.xlsx): save it …" of the first file that is one.
std::string foreign_file_in(const fs::path& folder, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    struct stat status {};
    const fs::path path = folder / file;
    if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
    const auto foreign = recognise_foreign(MappedFile(path).text(), path.string());
    if (foreign) return fmt::format("; {} is {}: {}", file, foreign->what, foreign->remedy);
  }
  return "";
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
    const std::string extension = lower_ascii(path.extension().string());
    const std::string inner = lower_ascii(path.stem().extension().string());
    if (extension == ".csv" || extension == ".tsv" || (extension == ".gz" && inner == ".csv")) {
      return {Task::TextClassification, path};
    }
    if (const auto foreign = recognise_foreign(MappedFile(path).text(), given)) {
      throw Error(Code::InvalidArgument, "{} is {}, not a data set: {}", given, foreign->what,
                  foreign->remedy);
    }
    throw Error(Code::InvalidArgument, "{} is a single file; the data must be {}", given,
                task ? expected_layout(*task)
                     : expected_layout(Task::ImageClassification) + ", or " +
                           expected_layout(Task::TextClassification));
  }
  if (!S_ISDIR(status.st_mode)) {
    throw Error(Code::InvalidArgument, "{} is neither a file nor a folder", given);
  }

  const FolderContents contents = look_into(path);
  const bool wants_text = task == Task::TextClassification;
  if (const auto parts = find_parts(path, task)) refuse_parts(path, *parts);
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
  if (wants_text) found += foreign_file_in(path, contents.files);
  throw Error(Code::InvalidArgument, "{}; the data must be {}", found,
              task ? expected_layout(*task)
                   : expected_layout(Task::ImageClassification) + ", or " +
                         expected_layout(Task::TextClassification));
}

}  // namespace

std::string expected_layout(Task task) {
  return std::string(facts_of(task).layout);
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
                given, facts_of(source.task).examples, facts_of(task).examples,
                expected_layout(task), facts_of(source.task).kind);
  }
  return source;
}

}  // namespace sempurna
