#include "pretrain/pretrain_images.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "base/error.h"
#include "base/usable_threads.h"
#include "data/prefetcher.h"
#include "kernels/bf16.h"
#include "kernels/pool.h"
#include "models/architectures.h"
#include "models/picture_model.h"
#include "pretrain/picture_crops.h"
#include "pretrain/publish.h"
#include "pretrain/training_stage.h"
#include "train/checkpoint.h"
#include "train/example_source.h"
#include "train/learning_rate.h"

namespace sempurna {

namespace {

constexpr double kWarmup = 0.05;
constexpr int64_t kBetweenLines = 100;
constexpr int64_t kBetweenCheckpoints = 500;

std::unique_ptr<PictureModel> picture_model(const ModelRequest& request) {
  auto model = build_model(request);
  auto* picture = dynamic_cast<PictureModel*>(model.get());
  if (picture == nullptr) throw Error(Code::InvalidArgument, "the recipe is of no picture model");
  (void)model.release();
  return std::unique_ptr<PictureModel>(picture);
}

/// Frozen; with the classes that it was trained on.
std::unique_ptr<PictureModel> open_teacher(const fs::path& folder, const Checkpoint& checkpoint) {
  const Json config = read_json(folder / "config.json");
  const auto labels = config.find("id2label");
  if (labels == config.end() || !labels->is_object() || labels->empty()) {
    throw Error(Code::InvalidArgument,
                "the recipe's teacher, {}, has no classes: its config.json needs id2label",
                folder.string());
  }
  const auto classes = static_cast<int64_t>(labels->size());
  auto teacher = picture_model({config, &checkpoint, classes, false, 0});
  for (const Parameter& parameter : teacher->parameters()) {
    if (!parameter.buffer) Tensor(parameter.tensor).requires_grad_(false);
  }
  return teacher;
}

/// What a picture became: the maps on its way, their mean, and what the teacher's classes say.
struct View {
  std::vector<Tensor> maps;
  Tensor features;
  Tensor logits;
};

/// `judge` has the classes.
View look(PictureModel& model, PictureModel& judge, const Batch& batch, const Pass& pass) {
  View view{model.maps(batch, pass), {}, {}};
  view.features = kernels::global_average_pool(view.maps.back()).to(at::kFloat);
  if (judge.classification_weight().size(1) != view.features.size(1)) {
    throw Error(Code::InvalidArgument,
                "the recipe's teacher has a layer between what it pools and its classes; such a "
                "family cannot be learned from here");
  }
  view.logits = judge.classify(view.features, {});
  return view;
}

/// The same pictures, smaller.
Batch at_size(const Batch& batch, int64_t side) {
  Batch smaller = batch;
  smaller.pixels = at::_upsample_bilinear2d_aa(batch.pixels, {side, side}, false)
                       .contiguous(at::MemoryFormat::ChannelsLast);
  return smaller;
}

/// The deepest map of each of the two coarsest sizes: finer ones show edges, whose size in pixels
/// a smaller picture changes.
std::vector<size_t> compared(const std::vector<Tensor>& maps) {
  std::vector<size_t> deepest;
  for (size_t k = 0; k < maps.size(); ++k) {
    if (k + 1 == maps.size() || maps[k + 1].size(2) != maps[k].size(2)) deepest.push_back(k);
  }
  if (deepest.size() > 2) deepest.erase(deepest.begin(), deepest.end() - 2);
  return deepest;
}

/// The squared difference over the wanted values' variance, each channel by its own; channels that
/// hardly vary count for little.
Tensor difference(const Tensor& made, const Tensor& wanted) {
  const Tensor target = wanted.to(at::kFloat);
  std::vector<int64_t> rest{0};
  for (int64_t k = 2; k < target.dim(); ++k) rest.push_back(k);
  const Tensor variance = target.var(rest, false);
  const Tensor squares = (made.to(at::kFloat) - target).square().mean(rest);
  return (squares / (variance + 0.1 * variance.mean() + 1e-6)).mean();
}

struct Losses {
  Tensor maps;
  Tensor features;
  Tensor classes;
};

Losses compare(const View& student, const View& teacher) {
  Tensor maps = at::zeros({});
  const std::vector<size_t> depths = compared(student.maps);
  for (const size_t k : depths) {
    const Tensor& made = student.maps[k];
    maps = maps + difference(made, at::adaptive_avg_pool2d(teacher.maps.at(k).to(at::kFloat),
                                                           made.sizes().slice(2)));
  }
  const Tensor wanted = teacher.logits.log_softmax(1);
  const Tensor classes = (wanted.exp() * (wanted - student.logits.log_softmax(1))).sum(1).mean();
  return {maps / static_cast<double>(depths.size()), difference(student.features, teacher.features),
          classes};
}

/// The means since the last line, of numbers that belong together.
class Curve {
 public:
  /// Goes on behind `step`; what an interrupted run printed of later ones is printed again.
  Curve(const fs::path& file, int64_t step) {
    std::string kept = "step,maps,features,classes,agreement,pictures_per_second\n";
    std::ifstream before(file);
    std::string line;
    std::getline(before, line);
    while (std::getline(before, line)) {
      if (std::atoll(line.c_str()) <= step) kept += line + '\n';
    }
    before.close();
    write_file_atomic(file, kept);
    file_.open(file, std::ios::app);
  }
  void add(const Losses& losses, const View& student, const View& teacher) {
    sums_[0] += losses.maps.item<double>();
    sums_[1] += losses.features.item<double>();
    sums_[2] += losses.classes.item<double>();
    sums_[3] +=
        student.logits.argmax(1).eq(teacher.logits.argmax(1)).to(at::kFloat).mean().item<double>();
    pictures_ += student.features.size(0);
    ++count_;
  }
  void write(int64_t step) {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - since_;
    const auto n = static_cast<double>(count_);
    const std::string line =
        fmt::format("{},{:.4f},{:.4f},{:.4f},{:.4f},{:.1f}\n", step, sums_[0] / n, sums_[1] / n,
                    sums_[2] / n, sums_[3] / n, static_cast<double>(pictures_) / passed.count());
    file_ << line << std::flush;
    fmt::print("{}", line);
    std::fflush(stdout);
    sums_ = {};
    count_ = 0;
    pictures_ = 0;
    since_ = std::chrono::steady_clock::now();
  }

 private:
  std::ofstream file_;
  std::array<double, 4> sums_{};
  int64_t count_ = 0;
  int64_t pictures_ = 0;
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace

void pretrain_images(const ImageRecipe& recipe, const fs::path& data, const fs::path& output) {
  const fs::path part = fs::absolute(output).string() + ".part";
  make_folders(part);
  const Checkpoint weights_of_teacher = Checkpoint::open(data / recipe.teacher);
  const auto teacher = open_teacher(data / recipe.teacher, weights_of_teacher);
  const auto student = picture_model({recipe.config, &weights_of_teacher, 2, true, recipe.seed});

  std::vector<Parameter> backbone;
  std::vector<Parameter> trained;
  for (const Parameter& parameter : student->parameters()) {
    if (parameter.part != Part::Backbone) continue;
    backbone.push_back(parameter);
    if (!parameter.buffer) trained.push_back(parameter);
  }
  const Hyperparameters h = adamw(recipe.learning_rate, kWarmup);
  Optimizer optimizer(h, trained);

  const std::vector<NamedTensor> weights = named(backbone);
  CheckpointStore checkpoints(part, {{"recipe", recipe.text}, {"hyperparameters", Json::object()}});
  int64_t step = 0;
  if (const auto state = checkpoints.load(weights, optimizer.state())) {
    step = state->at("step");
    optimizer.set_steps(step);
    fmt::print("goes on from step {}\n", step);
  }

  const PictureCrops crops(recipe, data);
  Batches batches = ordered_batches(crops.size(), recipe.batch);
  const auto steps = std::ssize(batches);
  batches.erase(batches.begin(), batches.begin() + step);
  Prefetcher made(crops, batches, 0, false, usable_threads(), 4);
  Curve curve(part / "curve.csv", step);
  // Batch norm stays as the teacher has it: its statistics are of more pictures than there are
  // here.
  Pass pass;
  pass.precision = kernels::bf16_is_faster() ? Precision::Bf16 : Precision::Fp32;
  for (; step < steps; ++step) {
    const Batch batch = made.next();
    View wanted;
    {
      const at::NoGradGuard no_gradients;
      wanted = look(*teacher, *teacher, batch, pass);
    }
    optimizer.clear_gradients();
    const View view = look(*student, *teacher, at_size(batch, recipe.size), pass);
    const Losses losses = compare(view, wanted);
    (losses.maps + losses.features + losses.classes).backward();
    optimizer.step(learning_rate_at(h, step, steps));
    curve.add(losses, view, wanted);
    if ((step + 1) % kBetweenLines == 0) curve.write(step + 1);
    if ((step + 1) % kBetweenCheckpoints == 0)
      checkpoints.save({{{"step", step + 1}}, weights, optimizer.state()});
  }
  checkpoints.finish();

  const fs::path made_folder = part / "model";
  make_folders(made_folder);
  write_half(made_folder / "model.safetensors", backbone);
  write_file_atomic(made_folder / "config.json", to_pretty(recipe.config));
  write_file_atomic(made_folder / "preprocessor_config.json", to_pretty(recipe.preprocessor));
  write_file_atomic(made_folder / "curve.csv", read_file(part / "curve.csv"));
  fs::rename(made_folder, output);
  fs::remove_all(part);
}

}  // namespace sempurna
