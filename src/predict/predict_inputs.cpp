#include <fmt/format.h>

#include <cstdio>

#include "base/error.h"
#include "base/failure_json.h"
#include "base/standard_streams.h"
#include "dataset/tasks.h"
#include "predict/commands.h"
#include "predict/predictor.h"

namespace sempurna {

namespace {

constexpr size_t kBatch = 32;

/// RFC 4180: quoted where it must be.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

/// The texts or the file's name, cut so that a line stays a line.
std::string brief(const PredictInput& input) {
  const std::string whole =
      input.texts.empty() ? input.file : fmt::format("{}", fmt::join(input.texts, " | "));
  constexpr size_t kMost = 100;
  if (whole.size() <= kMost) return whole;
  size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(whole[end]) & 0xC0) == 0x80) --end;
  return whole.substr(0, end) + "…";
}

/// Writes one line for each input, in the form that was asked for.
class Writer {
 public:
  Writer(const Predictor& predictor, PredictFormat format)
      : predictor_(predictor), format_(format) {
    if (format_ == PredictFormat::Csv) {
      say("file,row,");
      for (const auto& name : data_of(predictor_.task()).texts) say("{},", name);
      say("predicted_label,probability,error\n");
    }
  }

  void answer(const PredictInput& input, const Prediction& prediction) {
    const std::string& label = predictor_.labels()[prediction.best];
    const double probability = prediction.probabilities[prediction.best];
    if (format_ == PredictFormat::Json) {
      Json json = {{"input", to_json(input, predictor_.task())}};
      json.update(predictor_.to_json(prediction));
      say("{}\n", to_line(json));
    } else if (format_ == PredictFormat::Csv) {
      csv_line(input, csv_field(label), fmt::format("{:.6f}", probability), "");
    } else {
      say("{:<20} {:6.2f} %  {}\n", shown(label), 100 * probability, shown(brief(input)));
    }
  }

  void fault(const PredictInput& input) {
    if (format_ == PredictFormat::Json) {
      say("{}\n", to_line({{"input", to_json(input, predictor_.task())}, {"error", input.fault}}));
    } else if (format_ == PredictFormat::Csv) {
      csv_line(input, "", "", csv_field(input.fault));
    } else if (input.row > 0) {
      ++blank_;
    } else {
      tell("sempurna: {}\n", input.fault);
    }
  }

  /// Says what was passed over.
  void finish() const {
    if (blank_ == 0) return;
    tell("sempurna: {} blank {} {} passed over\n", blank_, blank_ == 1 ? "line" : "lines",
         blank_ == 1 ? "was" : "were");
  }

 private:
  void csv_line(const PredictInput& input, const std::string& label, const std::string& probability,
                const std::string& error) const {
    // As it is: for programs.
    std::string record =
        csv_field(input.file) + "," + (input.row > 0 ? std::to_string(input.row) : "") + ",";
    for (const auto& text : input.texts) record += csv_field(text) + ",";
    record += fmt::format("{},{},{}\n", label, probability, error);
    std::fwrite(record.data(), 1, record.size(), stdout);
  }

  const Predictor& predictor_;
  PredictFormat format_;
  int64_t blank_ = 0;
};

/// Gathers inputs, so that they are answered many at a time and written in their order.
class Batcher {
 public:
  Batcher(Predictor& predictor, Writer& writer) : predictor_(predictor), writer_(writer) {}

  void add(PredictInput input) {
    if (input.fault.empty()) prepare(input);
    failed_ = failed_ || input.missed;
    inputs_.push_back(std::move(input));
    if (inputs_.size() == kBatch) flush();
  }

  void flush() {
    const auto answers = predictor_.answer(prepared_);
    size_t next = 0;
    for (const PredictInput& input : inputs_) {
      input.fault.empty() ? writer_.answer(input, answers[next++]) : writer_.fault(input);
    }
    inputs_.clear();
    prepared_.clear();
  }

  /// Whether an answer is missing.
  bool failed() const { return failed_; }

 private:
  void prepare(PredictInput& input) {
    try {
      prepared_.push_back(predictor_.prepare(input));
    } catch (const Error& error) {
      input.fault = error.what();
      input.missed = true;
    }
  }

  Predictor& predictor_;
  Writer& writer_;
  std::vector<PredictInput> inputs_;
  std::vector<Batch> prepared_;
  bool failed_ = false;
};

}  // namespace

int predict_inputs(const PredictOptions& options) {
  Predictor predictor = Predictor::open(options.archive);
  Writer writer(predictor, options.format);
  Batcher batcher(predictor, writer);
  for_each_input(options.inputs, predictor.task(),
                 [&](PredictInput input) { batcher.add(std::move(input)); });
  batcher.flush();
  writer.finish();
  return batcher.failed() ? 1 : 0;
}

}  // namespace sempurna
