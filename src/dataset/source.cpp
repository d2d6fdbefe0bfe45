#include "dataset/source.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "base/ascii.h"
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

// A data.csv, given for a model that reads class folders.
[[noreturn]] void refuse_table(const std::string& given, const TaskFacts& wanted) {
  const auto reader = std::find_if(tasks().begin(), tasks().end(), [](const TaskFacts& facts) {
    return facts.data == DataForm::DataCsv;
  });
  throw Error(Code::InvalidArgument,
              "{} is a data set of {}, but this model reads {}: give it {}; or choose another "
              "model, `sempurna models --task {}` lists those",
              given, reader->examples, wanted.examples, wanted.layout, reader->kind);
}

fs::path source_of_file(const fs::path& file, const TaskFacts& wanted) {
  if (is_table(file)) {
    if (wanted.data != DataForm::DataCsv) refuse_table(file.string(), wanted);
    return file;
  }
  if (const auto foreign = recognise_foreign(MappedFile(file).text(), file.string())) {
    throw Error(Code::InvalidArgument, "{} is {}, not a data set: {}", file.string(), foreign->what,
                foreign->remedy);
  }
  throw Error(Code::InvalidArgument, "{} is a single file; the data must be {}", file.string(),
              wanted.layout);
}

fs::path source_in_folder(const std::string& given, const TaskFacts& wanted) {
  const fs::path folder(given);
  const FolderContents contents = look_into(folder);
  const bool wants_table = wanted.data == DataForm::DataCsv;
  if (const auto parts = find_parts(folder, wanted.task)) refuse_parts(folder, *parts);
  if (contents.data_csv && wants_table) return folder / "data.csv";
  if (!contents.folders.empty() && !wants_table) {
    refuse_wrapping(folder, contents);
    return folder;
  }
  if (contents.data_csv) refuse_table(given, wanted);
  std::string found = contents.folders.empty()
                          ? fmt::format("{} holds {}", given, listed(contents.files))
                          : fmt::format("{} holds the folder {}", given, listed(contents.folders));
  if (!contents.folders.empty()) found += " and no data.csv";
  if (wants_table) found += foreign_file_in(folder, contents.files);
  throw Error(Code::InvalidArgument, "{}; the data must be {}", found, wanted.layout);
}

}  // namespace

bool is_table(const fs::path& file) {
  const std::string extension = lower_ascii(file.extension().string());
  const std::string inner = lower_ascii(file.stem().extension().string());
  return extension == ".csv" || extension == ".tsv" || (extension == ".gz" && inner == ".csv");
}

fs::path find_source(const std::string& given, Task task) {
  const TaskFacts& wanted = facts_of(task);
  if (given.empty()) {
    throw Error(Code::InvalidArgument, "no place is given for the data: give {}", wanted.layout);
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
      throw Error(Code::NotFound, "{} does not exist; the data must be {}", given, wanted.layout);
    }
    throw_system_error(error, path, "look at");
  }
  if (S_ISREG(status.st_mode)) return source_of_file(path, wanted);
  if (!S_ISDIR(status.st_mode)) {
    throw Error(Code::InvalidArgument, "{} is neither a file nor a folder", given);
  }
  return source_in_folder(given, wanted);
}

}  // namespace sempurna
