#include "train/job_data.h"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

#include "base/error.h"
#include "base/sha256.h"
#include "baseline/linear_baseline.h"
#include "data/image_source.h"
#include "data/text_source.h"
#include "dataset/check.h"
#include "dataset/statistics.h"
#include "dataset/validation_split.h"
#include "image/resize.h"
#include "train/parent_model.h"

namespace sempurna {

namespace {

std::function<WorstError(int64_t)> locator(const ImageDataset& dataset,
                                           const std::string& channel) {
  std::vector<std::string> paths;
  for (const auto& item : dataset.items) paths.push_back(item.path);
  return [paths = std::move(paths), channel](int64_t position) {
    WorstError e;
    e.channel = channel;
    e.file = paths.at(static_cast<size_t>(position));
    return e;
  };
}

/// At most `most` bytes, cut between two characters.
std::string shortened(const std::string& text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

std::function<WorstError(int64_t)> locator(const TextDataset& dataset, const std::string& channel) {
  constexpr size_t kShown = 300;
  std::vector<std::pair<int64_t, std::string>> rows;
  for (const auto& item : dataset.items) rows.emplace_back(item.row, shortened(item.text, kShown));
  const std::string file = dataset.file.filename().string();
  return [rows = std::move(rows), file, channel](int64_t position) {
    WorstError e;
    e.channel = channel;
    e.file = file;
    std::tie(e.row, e.text) = rows.at(static_cast<size_t>(position));
    return e;
  };
}

void refuse_errors(const Findings& findings) {
  if (!has_errors(findings)) return;
  const auto errors = std::count_if(findings.begin(), findings.end(),
                                    [](const Finding& f) { return f.severity == Severity::Error; });
  const Finding& first = findings.front();  // errors come first
  throw Error(Code::InvalidArgument, "the data cannot be used: {}{}{}", to_line(first),
              first.remedy.empty() ? "" : ". " + first.remedy,
              errors > 1 ? fmt::format(" (and {} more errors)", errors - 1) : "");
}

CheckOptions check_options(const JobDataOptions& options) {
  CheckOptions check;
  check.on_bad_data = options.hyperparameters.on_bad_data;
  check.classes = options.classes;
  check.threads = options.threads;
  if (options.progress) {
    check.progress = [&options](int64_t done, int64_t total) {
      options.progress("check", done, total);
    };
  }
  return check;
}

Parts<ImageDataset> part_off(const ImageDataset& dataset, const JobDataOptions& options) {
  const auto& h = options.hyperparameters;
  return part_off_validation(dataset, h.validation_split_ratio,
                             static_cast<uint64_t>(h.random_seed), options.threads,
                             [&](int64_t done, int64_t total) {
                               if (options.progress) options.progress("split", done, total);
                             });
}

Parts<TextDataset> part_off(const TextDataset& dataset, const JobDataOptions& options) {
  const auto& h = options.hyperparameters;
  return part_off_validation(dataset, h.validation_split_ratio,
                             static_cast<uint64_t>(h.random_seed));
}

/// Makes the batch source of one part.
template <typename Dataset>
using SourceMaker =
    std::function<std::unique_ptr<BatchSource>(const Dataset&, const std::string& name)>;

BaselineProgress baseline_progress(const JobDataOptions& options) {
  return [&options](int64_t done, int64_t all) {
    if (options.progress) options.progress("baseline", done, all);
  };
}

std::vector<double> baseline_of(const TextDataset& training,
                                const std::vector<const TextDataset*>& held_out,
                                const JobDataOptions& options) {
  return linear_baseline(training, held_out, baseline_progress(options));
}

std::vector<double> baseline_of(const ImageDataset& training,
                                const std::vector<const ImageDataset*>& held_out,
                                const JobDataOptions& options) {
  return linear_baseline(training, held_out, options.threads, baseline_progress(options));
}

template <typename Dataset>
DataPart make_part(const Dataset& dataset, const std::string& name, const std::string& channel,
                   const SourceMaker<Dataset>& make) {
  return {name, make(dataset, name),
          count_classes(class_indices(dataset), static_cast<int64_t>(class_names(dataset).size())),
          locator(dataset, channel), std::nullopt};
}

// The last epoch is then kept, whatever it is worth: to be known before hours are spent.
Finding no_validation(double ratio) {
  Finding finding{Severity::Warning,
                  "no-validation",
                  "",
                  0,
                  "there are no validation data, so nothing is measured while training and the "
                  "last epoch is kept",
                  "Give --validation, or a validation_split_ratio above 0"};
  if (ratio > 0) {
    finding.message = "each class has a single item, so none can be held out: " + finding.message;
    finding.remedy = "Give --validation, or more items of each class";
  }
  return finding;
}

template <typename Dataset>
JobData assemble(Checked<Dataset> checked, const JobDataOptions& options,
                 const SourceMaker<Dataset>& make) {
  if (options.on_finding) {
    for (const auto& finding : checked.findings) options.on_finding(finding);
  }
  refuse_errors(checked.findings);
  ensure(checked.training.has_value(), "data without errors has a training channel");
  const auto& h = options.hyperparameters;
  JobData data;
  data.findings = std::move(checked.findings);
  data.labels = class_names(*checked.training);

  Json hashes = {{"training", data_hash(*checked.training)}, {"labels", data.labels}};
  if (checked.validation) hashes["validation"] = data_hash(*checked.validation);
  if (checked.test) hashes["test"] = data_hash(*checked.test);
  data.hash = sha256_hex(hashes.dump());

  const auto tell = [&](const Finding& finding) {
    data.findings.push_back(finding);
    if (options.on_finding) options.on_finding(finding);
  };
  std::string origin = "validation";
  if (!checked.validation && h.validation_split_ratio > 0) {
    auto parts = part_off(*checked.training, options);
    origin = "training";
    data.split = true;
    for (const Finding& finding : parts.findings) tell(finding);
    checked.validation = std::move(parts.validation);
    checked.training = std::move(parts.training);
  }
  data.training = make_part(*checked.training, "training", "training", make);
  std::vector<const Dataset*> held_out;
  std::vector<std::optional<double>*> baselines;
  const auto hold_out = [&](const std::optional<Dataset>& dataset, const std::string& name,
                            const std::string& channel, std::optional<DataPart>& part) {
    if (!dataset || dataset->items.empty()) return;
    part = make_part(*dataset, name, channel, make);
    held_out.push_back(&*dataset);
    baselines.push_back(&part->linear_baseline);
  };
  hold_out(checked.validation, "validation", origin, data.validation);
  if (!data.validation) tell(no_validation(h.validation_split_ratio));
  hold_out(checked.test, "test", "test", data.test);
  if (held_out.empty()) return data;
  const auto accuracies = baseline_of(*checked.training, held_out, options);
  for (size_t k = 0; k < accuracies.size(); ++k) *baselines[k] = accuracies[k];
  return data;
}

Augmentation augmentation(const Hyperparameters& h) {
  return {.flip = h.augmentation_random_flip,
          .rotation = h.augmentation_random_rotation,
          .zoom = h.augmentation_random_zoom};
}

JobData open_images(const Channels& channels, const JobDataOptions& options) {
  const auto& h = options.hyperparameters;
  Preprocessing preprocessing = load_preprocessing(options.model_folder);
  preprocessing.decode_whole = h.decode == Decoding::Exact;
  uint64_t cache_bytes = 0;
  const SourceMaker<ImageDataset> make = [&](const ImageDataset& dataset, const std::string& name) {
    ImageSourceOptions source;
    source.preprocessing = preprocessing;
    source.seed = static_cast<uint64_t>(h.seed);
    if (name == "training") {
      const auto resample =
          choice_named<Interpolation>(sempurna::name(h.image_resize_interpolation));
      if (resample) source.preprocessing.resample = *resample;  // else the model's own
      if (h.augmentation) source.augmentation = augmentation(h);
    }
    if (!options.cache_folder.empty() && name != "test") {
      source.cache_file = options.cache_folder / ("pictures-" + name + ".cache");
      const Size size = preprocessing.input_size();
      cache_bytes += static_cast<uint64_t>(ImageCache::file_bytes(
          static_cast<int64_t>(dataset.items.size()), size.width, size.height));
    }
    return std::make_unique<ImageSource>(dataset, source);
  };
  // Structure alone does not show every damage, and a picture that fails in a batch ends the job.
  CheckOptions check = check_options(options);
  check.decode = true;
  check.decode_width = preprocessing.decode_size().width;
  check.decode_height = preprocessing.decode_size().height;
  JobData data = assemble(check_images(channels, check), options, make);
  data.cache_bytes = cache_bytes;
  return data;
}

JobData open_texts(const Channels& channels, const JobDataOptions& options) {
  const auto tokenizer = load_tokenizer(options.model_folder);
  const Json config = read_json(options.model_folder / "config.json");
  check_tokenizer(*tokenizer, config);
  const size_t longest = longest_text(options.hyperparameters, *tokenizer, config);
  CheckOptions check = check_options(options);
  check.max_tokens = static_cast<int64_t>(longest);
  check.count_tokens = [&](std::string_view text) {
    return static_cast<int64_t>(tokenizer->encode_raw(text).size() +
                                tokenizer->special_token_count());
  };
  const SourceMaker<TextDataset> make = [&](const TextDataset& dataset, const std::string& name) {
    return std::make_unique<TextSource>(dataset, *tokenizer, longest, options.threads,
                                        [&](int64_t done, int64_t total) {
                                          if (options.progress)
                                            options.progress("tokenise " + name, done, total);
                                        });
  };
  return assemble(check_texts(channels, check), options, make);
}

}  // namespace

JobData open_job_data(const JobFolder& job, const std::vector<std::string>& channels,
                      const JobDataOptions& options) {
  const auto place = [&](const std::string& channel) {
    const bool given = std::find(channels.begin(), channels.end(), channel) != channels.end();
    return given ? job.channel(channel).string() : std::string();
  };
  const Channels places{place("training"), place("validation"), place("test")};
  if (places.training.empty()) {
    throw Error(Code::InvalidArgument,
                "the job has no channel named training; give it the data to learn from");
  }
  return options.task == Task::ImageClassification ? open_images(places, options)
                                                   : open_texts(places, options);
}

}  // namespace sempurna
