#include "train/job_data.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "data/batching.h"
#include "data/image_source.h"
#include "text_job_fixture.h"

// What each hyperparameter of the data side does to the very pixels and examples of a job.

namespace sempurna {
namespace {

class JobDataTest : public TextJobFixture {
 protected:
  JobData open(Task task, const std::map<std::string, std::string>& settings) {
    const bool pictures = task == Task::ImageClassification;
    const fs::path model = root() / (pictures ? "parent" : "encoder");
    std::map<std::string, fs::path> channels = {
        {"training", root() / (pictures ? "data" : "texts")}};
    if (fs::exists(root() / "held")) channels["validation"] = root() / "held";
    const JobFolder job = make_job("job" + std::to_string(++jobs_), settings, channels, model);
    JobDataOptions options;
    options.task = task;
    options.hyperparameters = read_hyperparameters(task, {}, settings);
    options.model_folder = model;
    options.cache_folder = cache_;
    if (free_disk_ > 0) options.free_disk = [this](const fs::path&) { return free_disk_; };
    std::vector<std::string> names;
    for (const auto& [name, folder] : channels) names.push_back(name);
    return open_job_data(job, names, options);
  }
  JobData open_pictures(const std::map<std::string, std::string>& settings) {
    return open(Task::ImageClassification, settings);
  }

  Preprocessing preprocessing() const {
    const fs::path file = root() / "parent" / "preprocessor_config.json";
    return preprocessing_from_json(read_json(file), file.string());
  }

  static std::vector<int64_t> all_of(const DataPart& part) {
    std::vector<int64_t> positions;
    for (int64_t k = 0; k < part.source->size(); ++k) positions.push_back(k);
    return positions;
  }
  static Tensor pixels(const DataPart& part, uint64_t epoch, bool augment) {
    return part.source->batch(all_of(part), epoch, augment).pixels;
  }

  /// The part's pictures prepared and, when told how, changed by hand.
  Tensor expected_pixels(const DataPart& part, const Preprocessing& preprocessing,
                         const std::optional<Augmentation>& augmentation = {}, uint64_t seed = 0,
                         uint64_t epoch = 0) const {
    std::vector<Image> images;
    for (const int64_t k : all_of(part)) {
      const WrongAnswer place = part.locate(k);
      const fs::path channel = root() / (place.channel == "validation" ? "held" : "data");
      Image image = read_picture(channel / place.file, preprocessing);
      Random random(mix(seed, epoch, static_cast<uint64_t>(k)));
      if (augmentation) image = augment(image, *augmentation, random);
      images.push_back(std::move(image));
    }
    return stack_pictures(images, preprocessing).pixels;
  }

  /// Where the examples of a part come from, sorted.
  static std::vector<std::string> places(const DataPart& part) {
    std::vector<std::string> found;
    for (const int64_t k : all_of(part)) {
      const WrongAnswer place = part.locate(k);
      found.push_back(place.file + ":" + std::to_string(place.row));
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  fs::path cache_;
  uint64_t free_disk_ = 0;  ///< pretended; 0: the real one

 private:
  int jobs_ = 0;
};

TEST_F(JobDataTest, AugmentationIsOffUnlessSetAndNeverTouchesHeldOutData) {
  const JobData off = open_pictures({{"augmentation", "False"}});
  EXPECT_TRUE(at::equal(pixels(off.training, 3, true), pixels(off.training, 0, false)));
  const JobData on = open_pictures({{"augmentation", "True"}});
  EXPECT_FALSE(at::equal(pixels(on.training, 3, true), pixels(on.training, 0, false)));
  EXPECT_TRUE(at::equal(pixels(on.training, 3, false), pixels(off.training, 0, false)));
  EXPECT_TRUE(at::equal(pixels(*on.validation, 3, true), pixels(*off.validation, 0, false)));
}

TEST_F(JobDataTest, FlipRotationAndZoomAreWhatTheirHyperparametersSay) {
  struct Case {
    const char* flip;
    const char* rotation;
    const char* zoom;
    Augmentation wanted;
  };
  const std::vector<Case> cases = {
      {"None", "0", "0", {.flip = Flip::None, .rotation = 0, .zoom = 0}},
      {"horizontal", "0", "0", {.flip = Flip::Horizontal, .rotation = 0, .zoom = 0}},
      {"vertical", "0", "0", {.flip = Flip::Vertical, .rotation = 0, .zoom = 0}},
      {"horizontal_and_vertical",
       "0",
       "0",
       {.flip = Flip::HorizontalAndVertical, .rotation = 0, .zoom = 0}},
      {"None", "0.15", "0", {.flip = Flip::None, .rotation = 0.15, .zoom = 0}},
      {"None", "0", "0.4", {.flip = Flip::None, .rotation = 0, .zoom = 0.4}},
      {"horizontal", "0.05", "0.3", {.flip = Flip::Horizontal, .rotation = 0.05, .zoom = 0.3}},
  };
  std::vector<Tensor> all;
  for (const Case& c : cases) {
    SCOPED_TRACE(testing::Message() << c.flip << ", " << c.rotation << ", " << c.zoom);
    const JobData data = open_pictures({{"augmentation", "True"},
                                        {"augmentation_random_flip", c.flip},
                                        {"augmentation_random_rotation", c.rotation},
                                        {"augmentation_random_zoom", c.zoom},
                                        {"seed", "9"}});
    const Tensor got = pixels(data.training, 2, true);
    EXPECT_TRUE(at::equal(got, expected_pixels(data.training, preprocessing(), c.wanted, 9, 2)));
    for (const Tensor& other : all) EXPECT_FALSE(at::equal(got, other));
    all.push_back(got);
  }
  EXPECT_TRUE(at::equal(all[0], pixels(open_pictures({}).training, 0, false)));
}

TEST_F(JobDataTest, AugmentationHasTheDefaultsOfTheHyperparameters) {
  const JobData data = open_pictures({{"augmentation", "True"}});
  const Augmentation wanted{.flip = Flip::HorizontalAndVertical, .rotation = 0.2, .zoom = 0.1};
  EXPECT_TRUE(at::equal(pixels(data.training, 1, true),
                        expected_pixels(data.training, preprocessing(), wanted, 1, 1)));
}

TEST_F(JobDataTest, InterpolationReachesTrainingPixelsAndNoOthers) {
  make_pictures(root() / "held", 3, 2);
  // Another one than the hyperparameter's default.
  Json own = read_json(root() / "parent" / "preprocessor_config.json");
  own["resample"] = 3;
  write_file_atomic(root() / "parent" / "preprocessor_config.json", to_pretty(own));
  ASSERT_EQ(preprocessing().resample, Interpolation::Bicubic);

  const fs::path caches = root() / "caches";
  std::vector<Tensor> all;
  for (const auto name : names_of(Interpolation{})) {
    if (name == "box" || name == "hamming") continue;  // only a model may ask for these
    SCOPED_TRACE(name);
    Preprocessing training = preprocessing();
    training.resample = *choice_named<Interpolation>(name);
    for (const bool cached : {false, true}) {
      cache_ = cached ? caches : fs::path();
      if (cached) make_folders(caches);
      const JobData data = open_pictures({{"image_resize_interpolation", std::string(name)}});
      const Tensor got = pixels(data.training, 0, true);
      EXPECT_TRUE(at::equal(got, expected_pixels(data.training, training)));
      EXPECT_TRUE(at::equal(pixels(*data.validation, 0, true),
                            expected_pixels(*data.validation, preprocessing())));
      // A second pass, out of the cache where there is one.
      EXPECT_TRUE(at::equal(pixels(data.training, 1, true), got));
      if (cached) continue;
      for (const Tensor& other : all) EXPECT_FALSE(at::equal(got, other));
      all.push_back(got);
    }
  }
}

TEST_F(JobDataTest, PicturesAreKeptInHalfOfASmallDisk) {
  cache_ = root() / "caches";
  const JobData kept = open_pictures({});
  EXPECT_EQ(kept.cache_bytes, fs::file_size(cache_ / "pictures.cache"));
  EXPECT_TRUE(std::none_of(kept.findings.begin(), kept.findings.end(),
                           [](const Finding& f) { return f.code == "pictures-not-kept"; }));
  fs::remove_all(cache_);
  free_disk_ = kept.cache_bytes;
  const JobData spared = open_pictures({});
  EXPECT_LE(spared.cache_bytes, kept.cache_bytes / 2 + 100);
  EXPECT_GT(spared.cache_bytes, kept.cache_bytes / 4);
  EXPECT_TRUE(std::any_of(spared.findings.begin(), spared.findings.end(), [](const Finding& f) {
    // It travels, so it names no place of this machine.
    return f.code == "pictures-not-kept" && f.severity == Severity::Warning && f.file.empty();
  }));
  EXPECT_TRUE(at::equal(pixels(spared.training, 0, false), pixels(kept.training, 0, false)));
  // Also where held-out pictures are prepared in another way, and kept by themselves.
  make_pictures(root() / "held", 3, 12);
  const JobData two = open_pictures({{"image_resize_interpolation", "nearest"}});
  EXPECT_TRUE(fs::exists(cache_ / "pictures-held-out.cache"));
  EXPECT_LE(two.cache_bytes, free_disk_ / 2 + 200);
}

TEST_F(JobDataTest, APictureIsDecodedOnce) {
  cache_ = root() / "caches";
  const JobData data = open_pictures({});
  const Tensor expected = expected_pixels(data.training, preprocessing());
  // Whatever comes after the check is content with what it kept.
  fs::remove_all(root() / "data");
  EXPECT_TRUE(at::equal(pixels(data.training, 0, false), expected));
  EXPECT_TRUE(data.validation->linear_baseline.has_value());
}

TEST_F(JobDataTest, TrainingPicturesAreTheModelsOwnUnlessToldOtherwise) {
  for (const int resample : {0, 1, 2, 3, 4, 5}) {
    Json own = read_json(root() / "parent" / "preprocessor_config.json");
    own["resample"] = resample;
    write_file_atomic(root() / "parent" / "preprocessor_config.json", to_pretty(own));
    const JobData data = open_pictures({});
    EXPECT_TRUE(
        at::equal(pixels(data.training, 0, true), expected_pixels(data.training, preprocessing())))
        << resample;
  }
}

TEST_F(JobDataTest, DecodeSaysWhetherJpegsAreDecodedWhole) {
  Json own = read_json(root() / "parent" / "preprocessor_config.json");
  own["size"] = {{"height", 16}, {"width", 16}};  // of 40: half covers it
  write_file_atomic(root() / "parent" / "preprocessor_config.json", to_pretty(own));
  Preprocessing whole = preprocessing();
  whole.decode_whole = true;
  make_folders(root() / "caches");
  cache_ = root() / "caches";  // a cache of the one must not serve the other
  const JobData fast = open_pictures({});
  const Tensor fast_pixels = pixels(fast.training, 0, false);
  EXPECT_TRUE(at::equal(fast_pixels, expected_pixels(fast.training, preprocessing())));
  const JobData exact = open_pictures({{"decode", "exact"}});
  const Tensor exact_pixels = pixels(exact.training, 0, false);
  EXPECT_TRUE(at::equal(exact_pixels, expected_pixels(exact.training, whole)));
  EXPECT_FALSE(at::equal(fast_pixels, exact_pixels));
}

TEST_F(JobDataTest, HeldOutPicturesKeepTheModelsInterpolationInASplitToo) {
  const JobData data = open_pictures({{"image_resize_interpolation", "nearest"}});
  ASSERT_TRUE(data.split);
  EXPECT_TRUE(at::equal(pixels(*data.validation, 0, true),
                        expected_pixels(*data.validation, preprocessing())));
}

TEST_F(JobDataTest, SplitRatioDecidesHowMuchIsHeldOut) {
  const JobData quarter = open_pictures({{"validation_split_ratio", "0.25"}});
  EXPECT_EQ(quarter.training.counts, (std::vector<int64_t>{9, 9, 9}));
  EXPECT_EQ(quarter.validation->counts, (std::vector<int64_t>{3, 3, 3}));
  const JobData half = open_pictures({{"validation_split_ratio", "0.5"}});
  EXPECT_EQ(half.validation->counts, (std::vector<int64_t>{6, 6, 6}));
  const JobData none = open_pictures({{"validation_split_ratio", "0"}});
  EXPECT_FALSE(none.validation);
  EXPECT_FALSE(none.split);
  // Known before the first epoch, not after the last.
  ASSERT_FALSE(none.findings.empty());
  EXPECT_EQ(none.findings.back().code, "no-validation");
  EXPECT_THAT(none.findings.back().message, ::testing::HasSubstr("the last epoch is kept"));
  EXPECT_EQ(none.training.counts, (std::vector<int64_t>{12, 12, 12}));

  const JobData texts = open(Task::TextClassification, {{"validation_split_ratio", "0.25"}});
  EXPECT_EQ(texts.training.counts, (std::vector<int64_t>{30, 30}));
  EXPECT_EQ(texts.validation->counts, (std::vector<int64_t>{10, 10}));
}

TEST_F(JobDataTest, SplitRatioIsWithoutMeaningWhereThereIsAValidationChannel) {
  make_pictures(root() / "held", 3, 2);
  const JobData data = open_pictures({{"validation_split_ratio", "0.5"}});
  EXPECT_FALSE(data.split);
  EXPECT_EQ(data.training.counts, (std::vector<int64_t>{12, 12, 12}));
  EXPECT_EQ(data.validation->counts, (std::vector<int64_t>{3, 3, 3}));
}

TEST_F(JobDataTest, RandomSeedAloneDecidesWhatIsHeldOut) {
  for (const Task task : {Task::ImageClassification, Task::TextClassification}) {
    SCOPED_TRACE(name(task));
    const auto held = [&](const std::map<std::string, std::string>& settings) {
      return places(*open(task, settings).validation);
    };
    const auto first = held({{"random_seed", "5"}});
    EXPECT_EQ(held({{"random_seed", "5"}}), first);
    EXPECT_EQ(held({{"random_seed", "5"}, {"seed", "77"}}), first);
    EXPECT_NE(held({{"random_seed", "6"}}), first);
    EXPECT_NE(held({}), first);
    EXPECT_EQ(held({}), held({{"random_seed", "123"}}));
  }
}

TEST_F(JobDataTest, SeedAloneDecidesTheAugmentation) {
  const auto training = [&](const std::string& seed, const std::string& random_seed) {
    return pixels(open_pictures({{"augmentation", "True"},
                                 {"validation_split_ratio", "0"},
                                 {"seed", seed},
                                 {"random_seed", random_seed}})
                      .training,
                  0, true);
  };
  const Tensor first = training("4", "123");
  EXPECT_TRUE(at::equal(training("4", "5"), first));
  EXPECT_FALSE(at::equal(training("5", "123"), first));
}

TEST_F(JobDataTest, TheTwoPartsOfASplitAreTheWhole) {
  const JobData data = open_pictures({{"validation_split_ratio", "0.4"}, {"random_seed", "5"}});
  auto all = places(data.training);
  for (const auto& place : places(*data.validation)) all.push_back(place);
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, places(open_pictures({{"validation_split_ratio", "0"}}).training));
}

}  // namespace
}  // namespace sempurna
