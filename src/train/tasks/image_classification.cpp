#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <set>
#include <span>
#include <string_view>

#include "base/base64.h"
#include "base/machine_memory.h"
#include "base/parallel.h"
#include "base/random.h"
#include "data/batching.h"
#include "data/image_source.h"
#include "image/encode.h"
#include "image/preprocess.h"
#include "image/resize.h"
#include "train/example_source.h"
#include "train/tasks/assemble.h"
#include "train/tasks/records.h"
#include "train/tasks/take_sample.h"

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
                             static_cast<uint64_t>(h.random_seed));
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

/// The pictures of a job, as the model sees those that it learns from, and all others.
struct JobPictures {
  std::shared_ptr<const PreparedPictures> training;
  std::shared_ptr<const PreparedPictures> others;

  const std::shared_ptr<const PreparedPictures>& of(std::string_view part) const {
    return part == "training" ? training : others;
  }
};

/// Kept, where the job keeps any, in at most half of the disk that is free.
JobPictures pictures_of(const JobDataOptions& options) {
  const Preprocessing own = preprocessing_of(options.model_folder, options.hyperparameters);
  Preprocessing training = own;
  const auto resample =
      choice_named<Interpolation>(name(options.hyperparameters.image_resize_interpolation));
  if (resample) training.resample = *resample;  // else the model's own
  const bool alike = training.resample == own.resample;
  const fs::path& folder = options.cache_folder;
  const uint64_t most = folder.empty() ? 0 : options.free_disk(folder) / (alike ? 2 : 4);
  const auto prepared = [&](const Preprocessing& preprocessing, const char* file) {
    if (folder.empty()) return std::make_shared<const PreparedPictures>(preprocessing);
    return std::make_shared<const PreparedPictures>(preprocessing, folder / file, most);
  };
  JobPictures pictures;
  pictures.training = pictures.others = prepared(training, "pictures.cache");
  if (!alike) pictures.others = prepared(own, "pictures-held-out.cache");
  return pictures;
}

/// `options` must outlive it.
DatasetUse<ImageDataset> use_of(const JobPictures& pictures, const JobDataOptions& options) {
  const auto source = [=, &options](const ImageDataset& dataset, const std::string& part) {
    const auto& h = options.hyperparameters;
    std::optional<Augmentation> augmented;
    if (part == "training" && h.augmentation) augmented = augmentation(h);
    return std::make_unique<ImageSource>(dataset, pictures.of(part), augmented,
                                         static_cast<uint64_t>(h.seed));
  };
  const auto baseline = [=](const ImageDataset& training,
                            const std::vector<const ImageDataset*>& held_out,
                            const JobDataOptions& of_job) {
    const auto picture = [&](const ImageDataset& dataset, const ImageItem& item) {
      const bool other = std::find(held_out.begin(), held_out.end(), &dataset) != held_out.end();
      return (other ? pictures.others : pictures.training)->of(dataset, item);
    };
    return linear_baseline(training, held_out, picture, of_job.threads, baseline_progress(of_job));
  };
  return {source, part_off, baseline, locator};
}

/// The check is the one pass in which each file is read: what it decodes is what is trained on.
Checked<ImageDataset> check_and_prepare(const Channels& channels, const JobPictures& pictures,
                                        const JobDataOptions& options) {
  CheckOptions check = check_options(options);
  check.decode = [&](std::string_view channel, std::span<const std::byte> bytes,
                     const std::string& content) {
    return pictures.of(channel)->of(bytes, content);
  };
  return check_images(channels, check);
}

uint64_t kept_bytes(const JobPictures& pictures, Findings& findings) {
  uint64_t bytes = 0;
  bool full = false;
  for (const auto* prepared : std::set{pictures.training.get(), pictures.others.get()}) {
    const ImageCache* cache = prepared->cache();
    if (cache == nullptr) continue;
    bytes += cache->bytes();
    full = full || cache->full();
  }
  if (full) {
    findings.push_back(
        {Severity::Warning, "pictures-not-kept", "", 0,
         fmt::format("the prepared pictures would take more than half of what is free on the disk, "
                     "so only {} of them are kept, and each epoch decodes the others anew",
                     bytes_text(bytes)),
         "Free some space if epochs should be faster"});
  }
  return bytes;
}

JobData open(const Channels& channels, const JobDataOptions& options) {
  const JobPictures pictures = pictures_of(options);
  Checked<ImageDataset> checked = check_and_prepare(channels, pictures, options);
  const uint64_t cache_bytes = kept_bytes(pictures, checked.findings);
  JobData data = assemble(std::move(checked), options, use_of(pictures, options));
  data.cache_bytes = cache_bytes;
  return data;
}

DataPart measured(const std::string& place, const JobDataOptions& options) {
  return assemble_measured(check_images({"", "", place}, check_options(options)),
                           use_of(pictures_of(options), options));
}

InputReader reader(const ParentModel& model, const Hyperparameters& h) {
  return [preprocessing = preprocessing_of(model.folder, h)](const PredictInput& input) {
    const Image picture =
        input.picture.empty()
            ? read_picture(input.file, preprocessing)
            : read_picture(std::as_bytes(std::span(input.picture)), preprocessing);
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

/// One picture as it goes into the first epoch.
Json seen(const ImageDataset& dataset, int64_t position, const PreparedPictures& pictures,
          const Hyperparameters& h) {
  const ImageItem& item = dataset.items.at(static_cast<size_t>(position));
  Image picture = pictures.of(dataset, item);
  if (h.augmentation) {
    Random random(mix(static_cast<uint64_t>(h.seed), 0, static_cast<uint64_t>(position)));
    picture = augment(picture, augmentation(h), random);
  }
  std::vector<float> values(picture.pixels.size());
  normalise(picture, pictures.preprocessing(), values.data(), Layout::Nhwc);
  const auto [lowest, highest] = std::ranges::minmax_element(values);
  constexpr int kQuality = 90;
  return {{"file", item.path},
          {"label", class_names(dataset).at(static_cast<size_t>(item.class_index))},
          {"jpeg", encode_base64(encode_jpeg(picture, kQuality))},
          {"lowest", *lowest},
          {"highest", *highest}};
}

Json preview(const Channels& channels, const JobDataOptions& options, int64_t most) {
  const Hyperparameters& h = options.hyperparameters;
  const JobPictures pictures = pictures_of(options);
  const Checked<ImageDataset> checked = check_images(channels, check_options(options));
  refuse_errors(checked.findings);
  const ImageDataset& dataset = checked.training.value();
  const Preprocessing& how = pictures.training->preprocessing();
  Json examples = Json::array();
  const auto batch =
      training_batches(std::ssize(dataset.items), most, static_cast<uint64_t>(h.seed), 0).front();
  for (const int64_t position : std::span(batch).first(std::min<size_t>(batch.size(), most)))
    examples.push_back(seen(dataset, position, *pictures.training, h));
  return {{"examples", std::move(examples)},
          {"width", how.input_size().width},
          {"height", how.input_size().height},
          {"augmented", h.augmentation},
          {"mean", how.do_normalize ? Json(how.image_mean) : Json::array()},
          {"std", how.do_normalize ? Json(how.image_std) : Json::array()}};
}

/// As small as the linear model looks at them.
PreparedPictures small_pictures() {
  constexpr int kSide = 64;
  Preprocessing small;
  small.size = {kSide, kSide};
  return PreparedPictures(small);
}

DataSample sample(const Channels& channels, const JobDataOptions& options,
                  const SampleSizes& most) {
  const PreparedPictures small = small_pictures();
  const auto picture = [&](const ImageDataset& dataset, const ImageItem& item) {
    return small.of(dataset, item);
  };
  const bool skips = options.hyperparameters.on_bad_data == OnBadData::Skip;
  const auto look = [&](ImageDataset& dataset) {
    std::vector<uint8_t> broken(dataset.items.size(), 0);
    parallel_for(std::ssize(dataset.items), options.threads, [&](int64_t i) {
      const auto at = static_cast<size_t>(i);
      try {
        dataset.items[at].look = look_at(small.of(dataset, dataset.items[at]));
      } catch (const Error&) {
        if (!skips) throw;
        broken[at] = 1;
      }
    });
    std::vector<int64_t> whole;
    for (size_t i = 0; i < broken.size(); ++i)
      if (broken[i] == 0) whole.push_back(static_cast<int64_t>(i));
    dataset = subset(dataset, whole);
  };
  const auto baseline = [&](const ImageDataset& training, const ImageDataset& held_out) {
    return linear_baseline(training, {&held_out}, picture, options.threads).front();
  };
  const auto source = [](const ImageDataset& dataset, const JobDataOptions& of_model) {
    return std::make_unique<ImageSource>(dataset, pictures_of(of_model).others);
  };
  return take_sample<ImageDataset>(check_images(channels, check_options(options)), most,
                                   {look, baseline, source});
}

}  // namespace

TaskTraining image_classification_training() {
  return {.open = open,
          .measured = measured,
          .reader = reader,
          .scores = [](const ParentModel&) { return int64_t{0}; },
          .loss = loss,
          .drops_before_kept_head = true,
          .logs_assignments = false,
          .files = files,
          .examples = examples,
          .preview = preview,
          .sample = sample};
}

}  // namespace sempurna
