#include "predict/input.h"

#include <algorithm>
#include <array>
#include <iostream>
#include <utility>

#include "base/ascii.h"
#include "base/error.h"
#include "base/files.h"
#include "dataset/class_folders.h"
#include "dataset/text_rows.h"
#include "text/csv.h"

namespace sempurna {

namespace {

using Take = std::function<void(PredictInput)>;

constexpr std::array<std::string_view, 4> kPictureEndings = {".jpg", ".jpeg", ".png", ".webp"};
constexpr std::array<std::string_view, 3> kTableEndings = {".csv", ".tsv", ".csv.gz"};

template <size_t N>
bool ends_with_one_of(const std::string& name, const std::array<std::string_view, N>& endings) {
  const std::string lower = lower_ascii(name);
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return lower.ends_with(ending); });
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

void lines_of_standard_input(Task task, const Take& take) {
  int64_t number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.ends_with('\r')) line.pop_back();
    PredictInput input{"-", ++number, {}, is_blank(line) ? "the line is blank" : ""};
    if (task == Task::ImageClassification) {
      if (input.fault.empty()) input = {line, 0, {}, {}};
    } else {
      input.text = line;
    }
    take(std::move(input));
  }
}

void pictures_below(const fs::path& folder, const Take& take) {
  std::vector<std::string> files;
  const auto options = fs::directory_options::follow_directory_symlink;
  for (fs::recursive_directory_iterator at(folder, options), end; at != end; ++at) {
    const std::string name = at->path().filename().string();
    if (is_clutter(name)) {
      at.disable_recursion_pending();
    } else if (at->is_regular_file() && ends_with_one_of(name, kPictureEndings)) {
      files.push_back(at->path().string());
    }
  }
  if (files.empty()) {
    throw Error(Code::NotFound, "{} holds no .jpg, .jpeg, .png or .webp pictures", folder.string());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) take({file, 0, {}, {}});
}

// The texts stand where they stand for training: behind the label, or alone.
void rows_of(const fs::path& file, const Take& take) {
  const CsvFile csv(file);
  CsvReader reader = csv.reader();
  CsvRow row;
  size_t column = 1;
  while (reader.next(row)) {
    if (row.header) {
      // It may say that the text comes first.
      if (!row.fields.empty() && names_texts(row.fields.front())) column = 0;
      continue;
    }
    if (row.fields.empty()) continue;
    PredictInput input{file.string(), static_cast<int64_t>(row.record), {}, {}};
    input.text = row.fields[std::min(column, row.fields.size() - 1)];
    if (is_blank(input.text)) input.fault = "the text is blank";
    take(std::move(input));
  }
}

void text_of(const std::string& given, const Take& take) {
  std::error_code not_a_path;
  if (fs::is_directory(given, not_a_path)) {
    const fs::path table = fs::path(given) / "data.csv";
    if (!fs::exists(table)) {
      throw Error(Code::NotFound, "{} is a folder without a data.csv", given);
    }
    return rows_of(table, take);
  }
  if (!fs::is_regular_file(given, not_a_path)) return take({{}, 0, given, {}});
  if (ends_with_one_of(given, kTableEndings)) return rows_of(given, take);
  throw Error(Code::InvalidArgument,
              "{} is a file, but this model reads texts; give the file's lines on standard input: "
              "`sempurna predict ARCHIVE - < {}`",
              given, given);
}

}  // namespace

Json to_json(const PredictInput& input) {
  Json json = Json::object();
  if (!input.file.empty()) json["file"] = input.file;
  if (input.row > 0) json[input.file == "-" ? "line" : "row"] = input.row;
  if (!input.text.empty()) json["text"] = input.text;
  return json;
}

void for_each_input(const std::vector<std::string>& given, Task task, const Take& take) {
  for (const auto& one : given) {
    std::error_code not_a_path;
    if (one == "-") {
      lines_of_standard_input(task, take);
    } else if (task == Task::TextClassification) {
      text_of(one, take);
    } else if (fs::is_directory(one, not_a_path)) {
      pictures_below(one, take);
    } else {
      take({one, 0, {}, {}});
    }
  }
}

}  // namespace sempurna
