#include "onnx/export_onnx.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/json.h"
#include "base/sha256.h"
#include "base/standard_streams.h"
#include "base/version.h"
#include "onnx/evaluate_graph.h"
#include "onnx/probe.h"
#include "onnx/write_onnx.h"
#include "predict/predictor.h"
#include "train/stop_signals.h"
#include "train/tasks.h"

namespace sempurna {

namespace {

constexpr std::array<int64_t, 2> kCounts = {1, 5};  ///< examples in one batch
constexpr int64_t kLongest = 48;                    ///< tokens of a text

Json to_json(const GraphPort& port) {
  Json shape = Json::array();
  for (const GraphDimension& dimension : port.shape)
    std::visit([&](const auto& size) { shape.push_back(size); }, dimension);
  return {{"name", port.name},
          {"type", port.type == at::kLong ? "int64" : "float32"},
          {"shape", std::move(shape)}};
}

Json to_json(const std::vector<GraphPort>& ports) {
  Json list = Json::array();
  for (const GraphPort& port : ports) list.push_back(to_json(port));
  return list;
}

void check_stop() {
  if (stop_requested())
    throw Error(Code::Cancelled, "the export was stopped; no model was written");
}

double measure(const Graph& graph, Predictor& predictor) {
  const at::NoGradGuard no_gradients;
  const int64_t limit = predictor.model().max_tokens();
  const Json& config = predictor.parent().config;
  const auto given = config.find("pad_token_id");  // null in some
  const int64_t padding =
      given != config.end() && given->is_number_integer() ? given->get<int64_t>() : 0;
  double largest = 0;
  for (const int64_t count : kCounts) {
    check_stop();
    const Probe probe = draw_probe(graph, count, limit > 0 ? std::min(limit, kLongest) : 0, padding,
                                   static_cast<uint64_t>(count));
    Model& model = predictor.model();
    const Tensor own = model.classify(model.features(probe.batch, {}), {});
    const Tensor drawn = evaluate_graph(graph, probe.inputs).at("logits");
    largest = std::max(largest, largest_difference(drawn, own));
  }
  return largest;
}

/// What whoever prepares inputs and reads outputs needs of the model's files; the weights are in
/// the graph, and what else lies beside them is nobody's business.
std::vector<std::string> needed_files(const ParentModel& model) {
  std::vector<std::string> names = training_of(model.task).files(model.folder);
  for (const char* name : {"config.json", "labels_info.json"}) {
    if (fs::exists(model.folder / name)) names.emplace_back(name);
  }
  return names;
}

/// "x/" is x.
fs::path without_slash(const fs::path& folder) {
  const fs::path plain = fs::absolute(folder).lexically_normal();
  return plain.has_filename() ? plain : plain.parent_path();
}

}  // namespace

int export_onnx(const ExportOptions& options) {
  // So that no folder that is half made is left.
  const StopSignals stops;
  const fs::path output = without_slash(options.output);
  if (fs::symlink_status(output).type() != fs::file_type::not_found) {
    throw Error(Code::AlreadyExists, "{} is there already; remove it or name another with --output",
                options.output.string());
  }
  Predictor predictor = Predictor::open(options.archive);
  check_stop();
  Graph graph;
  predictor.model().draw(graph);
  const double difference = measure(graph, predictor);
  if (!(difference <= kMostDifference)) {
    throw Error(Code::Internal,
                "the graph's logits differ from the model's by {:.2g}, more than {:.0e}; nothing "
                "was written",
                difference, kMostDifference);
  }

  check_stop();
  const ParentModel& parent = predictor.parent();
  const fs::path beside = output.parent_path();
  make_folders(beside);
  const TemporaryFolder temporary(beside);
  const fs::path made = temporary.path() / "export";
  make_folders(made);
  const fs::path model = made / "model.onnx";
  for (const std::string& name : needed_files(parent))
    write_file_atomic(made / name, read_file(parent.folder / name));
  check_stop();
  write_onnx(graph, parent.model_type, model);
  check_stop();
  int64_t examples = 0;
  for (const int64_t count : kCounts) examples += count;
  const Json certificate = {
      {"model", {{"family", parent.model_type}, {"sha256", parent.hash}}},
      {"labels", predictor.labels()},
      {"binary_mode", predictor.binary_mode()},
      {"onnx",
       {{"file", "model.onnx"},
        {"sha256", sha256_file(model)},
        {"opset", Graph::kOpset},
        {"inputs", to_json(graph.inputs())},
        {"outputs", to_json(graph.outputs())}}},
      {"logits",
       {{"examples", examples}, {"largest_difference", difference}, {"allowed", kMostDifference}}},
      {"made_by", fmt::format("sempurna {}", version())}};
  write_file_atomic(made / "certificate.json", to_pretty(certificate));
  check_stop();
  fs::rename(made, output);
  say("{}: model.onnx (opset {}), whose logits differ from the model's by {:.1g} at most\n",
      options.output.string(), Graph::kOpset, difference);
  const auto inputs = graph.inputs();
  if (std::ranges::any_of(inputs, [](const GraphPort& port) { return port.name == "word_scores"; }))
    say("Its input word_scores is what the words tell, which only Sempurna computes; train with "
        "--set word_features=False for a model without it\n");
  return 0;
}

}  // namespace sempurna
