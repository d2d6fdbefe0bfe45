#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <numeric>

#include "base/error.h"
#include "base/standard_streams.h"
#include "predict/commands.h"
#include "predict/predictor.h"

namespace sempurna {

namespace {

constexpr size_t kBatch = 32;

/// Prints the answers; texts and file names are cut so that a line stays a line.
class Printer {
 public:
  Printer(const Predictor& predictor, bool json) : predictor_(predictor), json_(json) {}

  void print(const std::string& input, const Prediction& prediction) const {
    if (json_) {
      say("{}\n", to_line(predictor_.to_json(prediction)));
      return;
    }
    say("{:<20} {:6.2f} %  {}\n", shown(predictor_.labels()[prediction.best]),
        100 * prediction.probabilities[prediction.best], shown(input));
  }

 private:
  static std::string shown(const std::string& input) {
    constexpr size_t kMost = 100;
    if (input.size() <= kMost) return input;
    size_t end = kMost;
    while (end > 0 && (static_cast<unsigned char>(input[end]) & 0xC0) == 0x80) --end;
    return input.substr(0, end) + "…";
  }

  const Predictor& predictor_;
  bool json_;
};

int predict_pictures(Predictor& predictor, const std::vector<std::string>& files,
                     const Printer& printer) {
  int status = 0;
  std::vector<Image> batch;
  std::vector<std::string> names;
  const auto flush = [&] {
    const auto answers = predictor.pictures(batch);
    for (size_t i = 0; i < answers.size(); ++i) printer.print(names[i], answers[i]);
    batch.clear();
    names.clear();
  };
  for (const auto& file : files) {
    try {
      if (file == "-") {
        throw Error(Code::InvalidArgument,
                    "this model reads pictures; give their files instead of -");
      }
      if (std::error_code not_a_path; fs::is_directory(file, not_a_path)) {
        throw Error(Code::InvalidArgument,
                    "{} is a folder; give its pictures, {}/*.jpg for example", file, file);
      }
      const std::string bytes = read_file(file);
      batch.push_back(predictor.prepare_picture(std::as_bytes(std::span(bytes))));
      names.push_back(file);
    } catch (const Error& error) {
      const std::string what = error.what();
      const std::string named = what.find(file) == std::string::npos ? file + ": " + what : what;
      tell("sempurna: {}\n", named);
      status = 1;
    }
    if (batch.size() == kBatch) flush();
  }
  flush();
  return status;
}

void predict_texts(Predictor& predictor, const std::vector<std::string>& inputs,
                   const Printer& printer) {
  std::vector<std::vector<int32_t>> batch;
  std::vector<std::string> texts;
  int64_t blank = 0;
  const auto flush = [&] {
    const auto answers = predictor.texts(batch);
    for (size_t i = 0; i < answers.size(); ++i) printer.print(texts[i], answers[i]);
    batch.clear();
    texts.clear();
  };
  const auto add = [&](std::string text) {
    batch.push_back(predictor.prepare_text(text));
    texts.push_back(std::move(text));
    if (batch.size() == kBatch) flush();
  };
  for (const auto& input : inputs) {
    if (input != "-") {
      std::error_code not_a_path;
      if (fs::is_regular_file(input, not_a_path)) {
        throw Error(Code::InvalidArgument,
                    "{} is a file, but this model reads texts; give the file's lines on standard "
                    "input: sempurna predict ARCHIVE - < {}",
                    input, input);
      }
      add(input);
      continue;
    }
    for (std::string line; std::getline(std::cin, line);) {
      if (line.find_first_not_of(" \t\r") == std::string::npos) {
        ++blank;
        continue;
      }
      if (line.ends_with('\r')) line.pop_back();
      add(line);
    }
  }
  flush();
  if (blank > 0) {
    tell("sempurna: {} blank {} on standard input {} passed over\n", blank,
         blank == 1 ? "line" : "lines", blank == 1 ? "was" : "were");
  }
}

}  // namespace

int predict_inputs(const PredictOptions& options) {
  Predictor predictor = Predictor::open(options.archive);
  const Printer printer(predictor, options.json);
  if (predictor.task() == Task::ImageClassification) {
    return predict_pictures(predictor, options.inputs, printer);
  }
  predict_texts(predictor, options.inputs, printer);
  return 0;
}

}  // namespace sempurna
