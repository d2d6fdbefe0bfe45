#include "pretrain/training_stage.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <span>

#include "data/batching.h"
#include "kernels/bf16.h"
#include "train/checkpoint.h"
#include "train/learning_rate.h"

namespace sempurna {

namespace {

constexpr int64_t kBetweenLines = 100;
constexpr double kWarmup = 0.06;

}  // namespace

Hyperparameters adamw(double learning_rate, double warmup) {
  Hyperparameters h;
  h.optimizer = OptimizerKind::AdamW;
  h.learning_rate = learning_rate;
  h.epsilon = 1e-8;
  h.warmup_steps_fraction = warmup;
  return h;
}

std::vector<NamedTensor> named(const std::vector<Parameter>& parameters) {
  std::vector<NamedTensor> tensors;
  for (const Parameter& parameter : parameters)
    tensors.emplace_back(parameter.name, parameter.tensor.detach());
  return tensors;
}

Pass training_pass(uint64_t seed) {
  Pass pass;
  pass.training = true;
  pass.precision = kernels::bf16_is_faster() ? Precision::Bf16 : Precision::Fp32;
  pass.seed = seed;
  return pass;
}

Batch pack(const TokenTexts& texts, const std::vector<int64_t>& positions) {
  std::vector<std::span<const int32_t>> chosen;
  chosen.reserve(positions.size());
  for (const int64_t position : positions)
    chosen.emplace_back(texts[static_cast<size_t>(position)]);
  return pack_texts(chosen);
}

std::vector<Parameter> trained(const std::vector<Parameter>& parameters) {
  std::vector<Parameter> kept;
  for (const Parameter& parameter : parameters) {
    if (!parameter.buffer) kept.push_back(parameter);
  }
  return kept;
}

struct StageRun::State {
  State(const StagePlace& at, const std::vector<Parameter>& learning)
      : place(at),
        h(adamw(at.stage.learning_rate, kWarmup)),
        optimizer(h, learning),
        weights(named(learning)),
        checkpoints(at.folder, {{"stage", at.name}, {"hyperparameters", Json::object()}}) {}

  StagePlace place;
  Hyperparameters h;
  Optimizer optimizer;
  std::vector<NamedTensor> weights;
  CheckpointStore checkpoints;
  int64_t made = 0;
  std::map<std::string, std::pair<double, int64_t>> sums = {};
  std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();

  /// Takes from the curve what an interrupted run told of steps that are made again.
  void cut_curve() const {
    if (!fs::exists(place.curve)) return;
    std::ifstream before(place.curve);
    std::string kept;
    const std::string own = place.name + ",";
    for (std::string line; std::getline(before, line);) {
      if (!line.starts_with(own) || std::atoll(line.c_str() + own.size()) <= made)
        kept += line + "\n";
    }
    write_file_atomic(place.curve, kept);
  }

  /// The means since the last line, to the curve and to whoever watches.
  void tell(int64_t step) {
    std::ofstream curve(place.curve, std::ios::app);
    std::string line;
    for (const auto& [what, sum] : sums) {
      const double mean = sum.first / static_cast<double>(sum.second);
      curve << fmt::format("{},{},{},{:.4f}\n", place.name, step, what, mean);
      line += fmt::format("  {} {:.3f}", what, mean);
    }
    const std::chrono::duration<double> since = std::chrono::steady_clock::now() - begun;
    fmt::print("{}: step {}/{}{}  {:.0f} s\n", place.name, step, place.stage.steps, line,
               since.count());
    std::fflush(stdout);
    sums.clear();
  }
};

StageRun::StageRun(const StagePlace& place, const std::vector<Parameter>& learning)
    : state_(std::make_unique<State>(place, learning)) {
  if (const auto kept = state_->checkpoints.load(state_->weights, state_->optimizer.state())) {
    state_->made = kept->at("step");
    state_->optimizer.set_steps(state_->made);
    fmt::print("{}: goes on from step {}\n", place.name, state_->made);
  }
  if (const auto& damaged = state_->checkpoints.damaged(); !damaged.empty())
    fmt::print("{}: {}\n", place.name, damaged);
  state_->cut_curve();
}

StageRun::~StageRun() = default;

int64_t StageRun::made() const {
  return state_->made;
}

void StageRun::clear_gradients() {
  state_->optimizer.clear_gradients();
}

void StageRun::end_step(int64_t step, const StageLosses& losses) {
  State& s = *state_;
  s.optimizer.step(learning_rate_at(s.h, step, s.place.stage.steps));
  for (const auto& [what, value] : losses) {
    auto& [sum, count] = s.sums[what];
    sum += value;
    ++count;
  }
  const int64_t made = step + 1;
  if (made % kBetweenLines != 0 && made != s.place.stage.steps) return;
  s.tell(made);
  s.checkpoints.save({{{"step", made}}, s.weights, s.optimizer.state()});
}

void StageRun::finish() {
  state_->checkpoints.finish();
}

}  // namespace sempurna
