#include "pretrain/pretrain_images.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <cstdio>
#include <numeric>

#include "base/error.h"
#include "data/image_source.h"
#include "data/prefetcher.h"
#include "dataset/check.h"
#include "kernels/bf16.h"
#include "models/architectures.h"
#include "pretrain/publish.h"
#include "train/example_source.h"
#include "train/learning_rate.h"
#include "train/loss.h"
#include "train/optimizer.h"
#include "train/parent_model.h"

namespace sempurna {

namespace {

constexpr int kThreads = 2;
constexpr int64_t kFeatureBatch = 64;

// Several folders of class folders as one data set.
ImageDataset gather(const ImageRecipe& recipe, const fs::path& data) {
  ImageDataset all;
  all.folder = data;
  for (const auto& folder : recipe.folders) {
    Channels channels;
    channels.training = (data / folder).string();
    CheckOptions options;
    options.on_bad_data = OnBadData::Skip;
    const auto checked = check_images(channels, options);
    if (!checked.training)
      throw Error(Code::NotFound, "{} holds no class folders", (data / folder).string());
    const auto first = static_cast<int64_t>(all.classes.size());
    for (const auto& name : checked.training->classes) all.classes.push_back(folder + "/" + name);
    for (ImageItem item : checked.training->items) {
      item.path = folder + "/" + item.path;
      item.class_index += first;
      all.items.push_back(std::move(item));
    }
    fmt::print("{}: {} pictures\n", folder, checked.training->items.size());
  }
  return all;
}

// The teacher's features of every picture, each made zero in mean and one in deviation, [N, F].
Tensor teach(const fs::path& folder, const ImageDataset& dataset) {
  const ParentModel parent = open_parent(folder);
  const Checkpoint checkpoint = Checkpoint::open(folder);
  const auto teacher = build_model({parent.config, &checkpoint, 2, true, 0});
  const ImageSource source(dataset, std::make_shared<PreparedPictures>(load_preprocessing(folder)));
  const at::NoGradGuard no_gradients;
  Prefetcher pass(source, ordered_batches(source.size(), kFeatureBatch), 0, false, kThreads, 4);
  std::vector<Tensor> parts;
  for (size_t i = 0; i < pass.count(); ++i) parts.push_back(teacher->features(pass.next(), {}));
  const Tensor features = at::cat(parts);
  const auto [deviation, mean] = at::std_mean(features, {0}, true, true);
  fmt::print("teacher: {} features of {} pictures\n", features.size(1), features.size(0));
  std::fflush(stdout);
  return (features - mean) / (deviation + 1e-6);
}

Hyperparameters adamw(const Stage& stage) {
  Hyperparameters h;
  h.optimizer = OptimizerKind::AdamW;
  h.learning_rate = stage.learning_rate;
  h.epsilon = 1e-8;
  h.warmup_steps_fraction = 0.05;
  h.weight_decay = 0.05;
  return h;
}

}  // namespace

void pretrain_images(const ImageRecipe& recipe, const fs::path& data, const fs::path& output) {
  const fs::path parent = fs::absolute(output).parent_path();
  make_folders(parent);
  const TemporaryFolder temporary(parent);
  const ImageDataset dataset = gather(recipe, data);
  const Tensor taught = recipe.teacher.empty() ? Tensor() : teach(data / recipe.teacher, dataset);

  const auto classes = static_cast<int64_t>(dataset.classes.size());
  const auto model = build_model({recipe.config, nullptr, classes, true, recipe.seed});
  const auto pictures = std::make_shared<PreparedPictures>(
      preprocessing_from_json(recipe.preprocessor, "the recipe's preprocessor"),
      temporary.path() / "cache", free_bytes(temporary.path()));
  const ImageSource source(dataset, pictures, Augmentation{Flip::Horizontal, 0.03, 0.25},
                           recipe.seed);

  std::vector<Parameter> trained;
  for (const Parameter& parameter : model->parameters()) {
    if (!parameter.buffer) trained.push_back(parameter);
  }
  const Stage& stage = recipe.training;
  const int64_t epochs = stage.steps;
  const Hyperparameters h = adamw(stage);
  Optimizer optimizer(h, trained);
  const LossSettings smoothed{false, 0.1, 0};
  Pass pass;
  pass.training = true;
  pass.precision = kernels::bf16_is_faster() ? Precision::Bf16 : Precision::Fp32;
  const int64_t per_epoch =
      static_cast<int64_t>(training_batches(source.size(), stage.batch, 0, 0).size());
  int64_t step = 0;
  for (int64_t epoch = 0; epoch < epochs; ++epoch) {
    const Batches batches =
        training_batches(source.size(), stage.batch, recipe.seed, static_cast<uint64_t>(epoch));
    Prefetcher made(source, batches, static_cast<uint64_t>(epoch), true, kThreads, 4);
    double loss_sum = 0;
    double match_sum = 0;
    int64_t right = 0;
    for (const auto& positions : batches) {
      const Batch batch = made.next();
      pass.seed = mix(recipe.seed, static_cast<uint64_t>(step));
      pass.places = 0;
      optimizer.clear_gradients();
      const Tensor features = model->features(batch, pass);
      const Tensor logits = model->classify(features, pass);
      Tensor loss = cross_entropy(logits, batch.labels, smoothed);
      loss_sum += loss.item<double>();
      if (taught.defined()) {
        const Tensor rows = at::tensor(positions, at::kLong);
        const Tensor wanted = taught.index_select(0, rows);
        // Compared with the teacher's after the same standardising, over the batch.
        const auto [deviation, mean] = at::std_mean(features, {0}, true, true);
        const Tensor match = at::mse_loss((features - mean) / (deviation + 1e-3), wanted);
        match_sum += match.item<double>();
        loss = loss + recipe.teacher_weight * match;
      }
      loss.backward();
      optimizer.step(learning_rate_at(h, step, epochs * per_epoch));
      right += logits.argmax(1).eq(batch.labels).sum().item<int64_t>();
      ++step;
    }
    const auto count = static_cast<double>(batches.size());
    fmt::print("epoch {}/{}  loss {:.3f}  match {:.3f}  accuracy {:.3f}\n", epoch + 1, epochs,
               loss_sum / count, match_sum / count,
               static_cast<double>(right) / static_cast<double>(source.size()));
    std::fflush(stdout);
  }

  const fs::path made = temporary.path() / "model";
  make_folders(made);
  std::vector<Parameter> backbone;
  for (const Parameter& parameter : model->parameters()) {
    if (parameter.part == Part::Backbone) backbone.push_back(parameter);
  }
  write_half(made / "model.safetensors", backbone);
  write_file_atomic(made / "config.json", to_pretty(recipe.config));
  write_file_atomic(made / "preprocessor_config.json", to_pretty(recipe.preprocessor));
  fs::rename(made, output);
}

}  // namespace sempurna
