#include <fmt/core.h>

#include "data/batching.h"
#include "data/image_source.h"
#include "image/preprocess.h"
#include "image/resize.h"
#include "train/machine_memory.h"
#include "train/tasks/assemble.h"
#include "train/tasks/records.h"

namespace sempurna {

namespace {

std::function<WrongAnswer(int64_t)> locator(const ImageDataset& dataset,
                                            const std::string& channel) {
  std::vector<std::string> paths;
  for (const auto& item : dataset.items) paths.push_back(item.path);
  return [paths = std::move(paths), channel](int64_t position) {
    WrongAnswer e;
    e.channel = channel;
    e.file = paths.at(static_cast<size_t>(position));
    return e;
  };
}

Parts<ImageDataset> part_off(const ImageDataset& dataset, const JobDataOptions& options) {
  const auto& h = options.hyperparameters;
  return part_off_validation(dataset, h.validation_split_ratio,
                             static_cast<uint64_t>(h.random_seed), options.threads,
                             [&](int64_t done, int64_t total) {
                               if (options.progress) options.progress("split", done, total);
                             });
}

std::vector<double> baseline(const ImageDataset& training,
                             const std::vector<const ImageDataset*>& held_out,
                             const JobDataOptions& options) {
  return linear_baseline(training, held_out, options.threads, baseline_progress(options));
}

Augmentation augmentation(const Hyperparameters& h) {
  return {.flip = h.augmentation_random_flip,
          .rotation = h.augmentation_random_rotation,
          .zoom = h.augmentation_random_zoom};
}

Preprocessing preprocessing_of(const fs::path& model, const Hyperparameters& h) {
  Preprocessing preprocessing = load_preprocessing(model);
  preprocessing.decode_whole = h.decode == Decoding::Exact;
  return preprocessing;
}

bool keeps_prepared(const JobDataOptions& options, const std::string& part) {
  return !options.cache_folder.empty() && part != "test";
}

ImageSourceOptions source_options(const JobDataOptions& options, const std::string& part) {
  const auto& h = options.hyperparameters;
  ImageSourceOptions source;
  source.preprocessing = preprocessing_of(options.model_folder, h);
  source.seed = static_cast<uint64_t>(h.seed);
  if (part == "training") {
    const auto resample = choice_named<Interpolation>(name(h.image_resize_interpolation));
    if (resample) source.preprocessing.resample = *resample;  // else the model's own
    if (h.augmentation) source.augmentation = augmentation(h);
  }
  if (keeps_prepared(options, part)) {
    source.cache_file = options.cache_folder / ("pictures-" + part + ".cache");
  }
  return source;
}

/// `options` must outlive it.
DatasetUse<ImageDataset> use_of(const JobDataOptions& options) {
  return {[&options](const ImageDataset& dataset, const std::string& part) {
            return std::make_unique<ImageSource>(dataset, source_options(options, part));
          },
          part_off, baseline, locator};
}

/// Gives up keeping prepared pictures where they would take more than half of the free disk.
void spare_disk(JobDataOptions& options, Checked<ImageDataset>& checked, const Size& size) {
  if (options.cache_folder.empty()) return;
  int64_t count = 0;
  for (const auto* part : {&checked.training, &checked.validation}) {
    if (*part) count += std::ssize((*part)->items);
  }
  const auto wanted = static_cast<uint64_t>(ImageCache::file_bytes(count, size.width, size.height));
  const uint64_t free = options.free_disk(options.cache_folder);
  if (wanted <= free / 2) return;
  checked.findings.push_back(
      {Severity::Fact, "pictures-not-kept", "", 0,
       fmt::format("the prepared pictures would take {}, more than half of what is free on the "
                   "disk, so they are not kept, and each epoch decodes them anew",
                   bytes_text(wanted)),
       "Free some space if epochs should be faster"});
  options.cache_folder.clear();
}

JobData open(const Channels& channels, const JobDataOptions& given) {
  JobDataOptions options = given;
  const Preprocessing preprocessing =
      preprocessing_of(options.model_folder, options.hyperparameters);
  // Structure alone does not show every damage, and a picture that fails in a batch ends the job.
  CheckOptions check = check_options(options);
  check.decode = true;
  check.decode_width = preprocessing.decode_size().width;
  check.decode_height = preprocessing.decode_size().height;
  Checked<ImageDataset> checked = check_images(channels, check);
  const Size size = preprocessing.input_size();
  spare_disk(options, checked, size);
  JobData data = assemble(std::move(checked), options, use_of(options));
  for (const DataPart* part : {&data.training, data.validation ? &*data.validation : nullptr}) {
    if (part == nullptr || !keeps_prepared(options, part->name)) continue;
    data.cache_bytes += static_cast<uint64_t>(
        ImageCache::file_bytes(part->source->size(), size.width, size.height));
  }
  return data;
}

DataPart measured(const std::string& place, const JobDataOptions& options) {
  return assemble_measured(check_images({"", "", place}, check_options(options)), use_of(options));
}

InputReader reader(const ParentModel& model, const Hyperparameters& h) {
  return [preprocessing = preprocessing_of(model.folder, h)](const PredictInput& input) {
    const Image picture = read_picture(input.file, preprocessing);
    return stack_pictures(std::span(&picture, 1), preprocessing);
  };
}

LossSettings loss(const Hyperparameters& h, bool) {
  return {h.binary_mode, h.label_smoothing, h.regularizers_l2};
}

std::vector<std::string> files(const fs::path& parent) {
  const std::string own = "preprocessor_config.json";  // else config.json says it
  return fs::exists(parent / own) ? std::vector<std::string>{own} : std::vector<std::string>();
}

Batch examples(const ParentModel& parent) {
  const Preprocessing preprocessing = load_preprocessing(parent.folder);
  Image picture(300, 200);
  for (size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = static_cast<uint8_t>(i * i / 7);
  }
  const std::vector<Image> prepared(2, prepare(picture, preprocessing));
  return stack_pictures(prepared, preprocessing);
}

}  // namespace

TaskTraining image_classification_training() {
  return {.open = open,
          .measured = measured,
          .reader = reader,
          .loss = loss,
          .drops_before_kept_head = true,
          .logs_assignments = false,
          .files = files,
          .examples = examples};
}

}  // namespace sempurna
