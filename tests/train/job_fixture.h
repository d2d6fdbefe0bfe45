#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "base/random.h"
#include "catalog/job_folder.h"
#include "image/encode.h"
#include "support/source_tree.h"

namespace sempurna {

/// A folder with small pictures of three classes and a small MobileNetV2, and job folders made from
/// them.
class JobFixture : public testing::Test {
 protected:
  static constexpr const char* kClasses[] = {"apples", "leaves", "skies"};

  /// `count` JPEGs a class, told apart by their colour and the direction of their stripes; `seed`
  /// makes others.
  static void make_pictures(const fs::path& folder, int count, uint64_t seed, int classes = 3) {
    for (int c = 0; c < classes; ++c) {
      make_folders(folder / kClasses[c]);
      for (int i = 0; i < count; ++i) {
        Random random(mix(seed, static_cast<uint64_t>(c), static_cast<uint64_t>(i)));
        Image image(40, 40);
        const int width = 3 + static_cast<int>(random.below(8));
        const int phase = static_cast<int>(random.below(20));
        for (int y = 0; y < 40; ++y) {
          for (int x = 0; x < 40; ++x) {
            const int along = phase + (c == 0 ? x : c == 1 ? y : x + y);
            for (int k = 0; k < 3; ++k) {
              image.row(y)[x * 3 + k] =
                  static_cast<uint8_t>((along / width % 2 == 0 ? 40 : 140) + (k == c ? 50 : 0) +
                                       static_cast<int>(random.below(60)));
            }
          }
        }
        std::ofstream(folder / kClasses[c] / (std::to_string(i) + ".jpg"), std::ios::binary)
            << encode_jpeg(image, 90);
      }
    }
  }

  /// The reference's tiny MobileNetV2 with the preprocessing of small pictures.
  static void make_model(const fs::path& folder) {
    make_folders(folder);
    const fs::path golden = source_tree() / "tests/golden/models/mobilenet_v2";
    for (const char* file : {"config.json", "model.safetensors"}) {
      fs::copy_file(golden / file, folder / file);
    }
    write_file_atomic(folder / "preprocessor_config.json",
                      R"({"do_resize": true, "size": {"height": 32, "width": 32}, "resample": 2,
                          "do_center_crop": false, "do_rescale": true,
                          "rescale_factor": 0.00392156862745098, "do_normalize": true,
                          "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
                          "image_processor_type": "MobileNetV2ImageProcessor"})");
  }

  JobFixture() {
    make_pictures(root() / "data", 12, 1);
    make_model(root() / "parent");
  }

  const fs::path& root() const { return folder_.path(); }

  /// A job on these channels (name → folder).
  JobFolder make_job(const std::string& name, const std::map<std::string, std::string>& settings,
                     const std::map<std::string, fs::path>& channels, const fs::path& model) const {
    const JobFolder job{root() / name};
    JobInput input;
    input.model_id = "test-ic-small";
    input.hyperparameters = {{"epochs", "2"}, {"batch_size", "8"}, {"precision", "fp32"}};
    for (const auto& [key, value] : settings) input.hyperparameters[key] = value;
    for (const auto& [channel, folder] : channels) input.channels.push_back(channel);
    write_job_input(job, input);
    for (const auto& [channel, folder] : channels) {
      fs::copy(folder, job.channel(channel), fs::copy_options::recursive);
    }
    fs::copy(model, job.channel("model"), fs::copy_options::recursive);
    return job;
  }
  JobFolder make_job(const std::string& name,
                     const std::map<std::string, std::string>& settings = {}) const {
    return make_job(name, settings, {{"training", root() / "data"}}, root() / "parent");
  }

  static std::vector<Json> events(const JobFolder& job, const std::string& kind) {
    std::vector<Json> found;
    std::istringstream in(read_file(job.progress()));
    for (std::string line; std::getline(in, line);) {
      Json event = parse_json(line, "progress.jsonl");
      if (event.at("event") == kind) found.push_back(std::move(event));
    }
    return found;
  }

 private:
  TemporaryFolder folder_;
};

}  // namespace sempurna
