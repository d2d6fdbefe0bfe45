#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/error.h"
#include "dataset/class_folders.h"
#include "dataset/folder_walk.h"
#include "dataset/source.h"
#include "dataset/tasks/records.h"
#include "image/preprocess.h"
#include "text/unicode.h"

namespace sempurna {

namespace {

CheckOutcome check(const Channels& channels, const CheckOptions& options) {
  return outcome_of(check_images(channels, options));
}

// Those of the folders that hold files.
bool has_classes(const fs::path& source, const std::vector<std::string>& labels) {
  const ClassFolders folders = list_class_folders(source);
  std::set<std::string> there;
  for (const auto& file : folders.files) {
    there.insert(folders.classes.at(static_cast<size_t>(file.class_index)));
  }
  std::set<std::string> wanted;
  for (const auto& label : labels) wanted.insert(to_nfc(label));
  return there == wanted;
}

// Picture files; of a folder all pictures below it, and what could not be looked into, by the bytes
// of their paths.
void inputs(const std::string& given, const TakeInput& take) {
  std::error_code not_a_path;
  if (!fs::is_directory(given, not_a_path)) {
    if (is_table(given)) {
      throw Error(Code::InvalidArgument,
                  "{} is a table of texts, but this model reads pictures; give it picture files, "
                  "or a folder of them",
                  given);
    }
    return take({given});
  }
  static constexpr std::array<std::string_view, 4> kEndings = {".jpg", ".jpeg", ".png", ".webp"};
  Findings findings;
  std::vector<PredictInput> all;
  for (const auto& file : FolderWalk(given, findings).files_below("")) {
    if (ends_with_one_of(file, kEndings)) all.push_back({(fs::path(given) / file).string()});
  }
  if (all.empty() && !has_errors(findings)) {
    throw Error(Code::NotFound, "{} holds no .jpg, .jpeg, .png or .webp pictures", given);
  }
  for (const Finding& finding : findings) {
    const bool missed = finding.severity == Severity::Error;
    all.push_back({finding.file, 0, {}, to_line(finding), missed});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.file < b.file; });
  for (PredictInput& input : all) take(std::move(input));
}

// A picture file's name.
PredictInput input_of_line(const std::string& line, int64_t number) {
  return is_blank(line) ? PredictInput{"-", number, {}, kBlankLine} : PredictInput{line};
}

PredictInput input_of_body(std::string body) {
  if (body.empty()) {
    throw Error(Code::InvalidArgument, "the request is empty; send a picture's bytes");
  }
  return {.picture = std::move(body)};
}

}  // namespace

TaskData image_classification_data() {
  return {.check = check,
          .check_model = [](const fs::path& model) { load_preprocessing(model); },
          .judge_by = [](const fs::path&, const Hyperparameters&, CheckOptions&) {},
          .has_classes = has_classes,
          .inputs = inputs,
          .input_of_line = input_of_line,
          .texts = {},
          .content_types = {"application/x-image", "image/jpeg", "image/png", "image/webp"},
          .input_of_body = input_of_body};
}

}  // namespace sempurna
