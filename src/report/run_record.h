#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_members.h"
#include "catalog/ancestry.h"
#include "catalog/choices.h"
#include "dataset/finding.h"

/// The record of a run: what it began with, how it went, what came of it. Nothing of the machine
/// is in it, no clock, place or host, so equal runs have equal records. One schema, the members of
/// these structs, is written whole and in brief:
///
///   <job>/output/data/evaluation.json   whole: all that report.html shows
///   training.json in model.tar.gz       in brief: without what was seen of single examples
///   the `result` event, job.json        in brief, with what the machine has to say (RunResult)
namespace sempurna {

/// By name, in their order; empty where there is no finite number.
using Figures = Named<std::optional<double>>;

/// Empty also when there is no such figure.
std::optional<double> figure(const Figures& figures, std::string_view name);

struct ParentRecord {
  std::string model_id;            ///< the first parent's card
  std::string model_type;          ///< its family
  std::string sha256;              ///< over names and contents of its files
  bool fine_tuned_before = false;  ///< it had classes of its own
  std::string top_layer;           ///< "reinitialized" or "kept"
};
template <typename Visitor, Of<ParentRecord> R>
void members(Visitor& v, R& r) {
  v("model_id", r.model_id);
  v("model_type", r.model_type);
  v("sha256", r.sha256);
  v("fine_tuned_before", r.fine_tuned_before);
  v("top_layer", r.top_layer);
}

struct ModelRecord {
  int64_t parameters = 0;
  int64_t trained_parameters = 0;
};
template <typename Visitor, Of<ModelRecord> R>
void members(Visitor& v, R& r) {
  v("parameters", r.parameters);
  v("trained_parameters", r.trained_parameters);
}

/// A channel's examples are counted by class, in the order of the labels; no counts, no channel.
struct DataRecord {
  std::string sha256;  ///< of all channels' items, their classes and order of classes
  std::vector<std::string> labels;
  std::vector<int64_t> training;
  std::vector<int64_t> validation;
  std::vector<int64_t> test;
  bool validation_is_a_split = false;  ///< held out of the training channel
};
template <typename Visitor, Of<DataRecord> R>
void members(Visitor& v, R& r) {
  v("sha256", r.sha256);
  v("labels", r.labels);
  v("training", r.training);
  v.given("validation", r.validation);
  v.given("test", r.test);
  v("validation_is_a_split", r.validation_is_a_split);
}

/// An epoch, or a penalty that the exact solver tried.
struct EpochRecord {
  int64_t epoch = 0;  ///< from 1
  Figures figures;    ///< learning_rate or penalty, loss, accuracy, val_loss, …
};
template <typename Visitor, Of<EpochRecord> R>
void members(Visitor& v, R& r) {
  v("epoch", r.epoch);
  v.rest(r.figures);
}

struct ClassRecord {
  std::string label;
  int64_t examples = 0;
  int64_t predicted = 0;  ///< answers with the class
  std::optional<double> precision;
  std::optional<double> recall;
  std::optional<double> f1;
};
template <typename Visitor, Of<ClassRecord> R>
void members(Visitor& v, R& r) {
  v("label", r.label);
  v("examples", r.examples);
  v("predicted", r.predicted);
  v("precision", r.precision);
  v("recall", r.recall);
  v("f1", r.f1);
}

/// One example that the model got wrong.
struct WrongAnswer {
  std::string channel;  ///< where it comes from: "training", "validation", "test"
  std::string file;     ///< below the channel's folder
  int64_t row = 0;      ///< of data.csv, from 1; 0 for pictures
  std::string text;     ///< the text itself, cut; empty for pictures
  std::string label;
  std::string predicted;
  std::optional<double> label_probability;
  std::optional<double> predicted_probability;
};
template <typename Visitor, Of<WrongAnswer> R>
void members(Visitor& v, R& r) {
  v("channel", r.channel);
  v("file", r.file);
  v.given("row", r.row);
  v.given("text", r.text);
  v("label", r.label);
  v("predicted", r.predicted);
  v("label_probability", r.label_probability);
  v("predicted_probability", r.predicted_probability);
}

struct EvaluationRecord {
  std::string name;  ///< "validation" or "test"
  int64_t examples = 0;
  std::optional<double> majority_baseline;  ///< accuracy of answering training's commonest class
  std::optional<double> linear_baseline;    ///< that of a linear model on words or colours
  Figures metrics;                          ///< loss, accuracy, macro_f1, …
  // In the whole record only.
  std::vector<std::vector<int64_t>> confusion;  ///< [true][answered], square by the labels
  std::vector<ClassRecord> classes;
  std::vector<WrongAnswer> worst_errors;  ///< the most certain of them first
};
template <typename Visitor, Of<EvaluationRecord> R>
void members(Visitor& v, R& r) {
  v("name", r.name);
  v("examples", r.examples);
  v("majority_baseline", r.majority_baseline);
  v.given("linear_baseline", r.linear_baseline);
  v("metrics", r.metrics);
  v.given("confusion", r.confusion);
  v.given("classes", r.classes);
  v.given("worst_errors", r.worst_errors);
}

struct VersionsRecord {
  std::string sempurna;
  std::string libtorch;
};
template <typename Visitor, Of<VersionsRecord> R>
void members(Visitor& v, R& r) {
  v("sempurna", r.sempurna);
  v("libtorch", r.libtorch);
}

struct RunRecord {
  static constexpr int64_t kFormat = 2;

  int64_t format = kFormat;
  std::string task;  ///< "image-classification" …
  ParentRecord parent;
  Ancestry ancestry;
  ModelRecord model;
  DataRecord data;
  Named<std::string> hyperparameters;  ///< every one
  std::string precision;               ///< that was used
  int64_t threads = 0;
  int64_t best_epoch = 0;  ///< from 1
  std::vector<EpochRecord> history;
  std::vector<EvaluationRecord> evaluations;  ///< validation, then test, as far as there are any
  VersionsRecord versions;
  Findings findings;  ///< in the whole record only

  /// Of a hyperparameter; empty when there is none of this name.
  std::string_view setting(std::string_view name) const;
  /// Whether the classification layer was solved for, not trained in steps.
  bool is_solved() const { return setting("optimizer") == "lbfgs"; }
  /// The figure of an epoch that chose the best: "val_accuracy"; without validation data
  /// "accuracy", which chose nothing.
  std::string chosen_by() const;
  bool binary_mode() const { return setting("binary_mode") == "True"; }
  /// The figures of the best epoch; null in a record without epochs.
  const EpochRecord* best() const;
  /// Of this name, or null.
  const EvaluationRecord* evaluation(std::string_view name) const;
};
template <typename Visitor, Of<RunRecord> R>
void members(Visitor& v, R& r) {
  v("format", r.format);
  v("task", r.task);
  v("parent", r.parent);
  members(v, r.ancestry);
  v("model", r.model);
  v("data", r.data);
  v("hyperparameters", r.hyperparameters);
  v("precision", r.precision);
  v("threads", r.threads);
  v("best_epoch", r.best_epoch);
  v("history", r.history);
  v("evaluations", r.evaluations);
  v("versions", r.versions);
  v.given("findings", r.findings);
}

/// What a run took of this machine: foretold, and as it came.
struct ForetoldRecord {
  double minutes_low = 0;
  double minutes_high = 0;
  uint64_t memory_bytes = 0;
  uint64_t disk_bytes = 0;
};
template <typename Visitor, Of<ForetoldRecord> R>
void members(Visitor& v, R& r) {
  v("minutes_low", r.minutes_low);
  v("minutes_high", r.minutes_high);
  v("memory_bytes", r.memory_bytes);
  v("disk_bytes", r.disk_bytes);
}

struct ActualRecord {
  double minutes = 0;           ///< from the first worker's start, over all resumptions
  double training_minutes = 0;  ///< of these in training
  uint64_t memory_bytes = 0;    ///< at most
};
template <typename Visitor, Of<ActualRecord> R>
void members(Visitor& v, R& r) {
  v("minutes", r.minutes);
  v("training_minutes", r.training_minutes);
  v("memory_bytes", r.memory_bytes);
}

/// The `result` event.
struct RunResult {
  RunRecord record;                 ///< in brief
  std::string message;              ///< one sentence: what is kept, and how good it is
  std::vector<std::string> advice;  ///< sentences
  ForetoldRecord forecast;
  ActualRecord actual;
};
template <typename Visitor, Of<RunResult> R>
void members(Visitor& v, R& r) {
  members(v, r.record);
  v("message", r.message);
  v("advice", r.advice);
  v("forecast", r.forecast);
  v("actual", r.actual);
}

/// Without findings, matrices, classes and single examples.
RunRecord brief(RunRecord record);

/// Reads either form; members that are missing stay empty, those that are not known are passed
/// over. Throws DataCorrupt, WHAT first and naming the member, when one is of another type, a count
/// is negative, or lists do not fit the labels.
RunRecord read_record(const Json& json, std::string_view what);

}  // namespace sempurna
