#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "catalog/choices.h"
#include "dataset/dataset.h"
#include "dataset/finding.h"
#include "image/image.h"

/// The check before the job. It reads every row, and the structure of every picture from the first
/// byte to the last, and reports all that it sees at once. What it returns beside the findings is
/// what the job uses: items that are fit, in an order that no file system decides.

namespace sempurna {

/// Where the data of each channel lies, as a person gave it; empty when the channel is absent.
struct Channels {
  std::string training;
  std::string validation;
  std::string test;
};

struct CheckOptions {
  OnBadData on_bad_data = OnBadData::Refuse;
  /// The classes of a model that keeps its head, in its order. The training channel must then have
  /// just these.
  std::optional<std::vector<std::string>> classes;
  int threads = 2;
  /// Decodes every picture too, which finds damage inside compressed data and shows the pictures'
  /// looks; without it, only their structure is read. Many times slower. Given the channel's name,
  /// a file's bytes and their SHA-256; throws an Error that says what is wrong with them, and may
  /// return the picture in any size. Called from several threads.
  std::function<Image(std::string_view channel, std::span<const std::byte> bytes,
                      const std::string& content)>
      decode;
  /// The tokens of a text, special ones included, and the most that are used; without the first,
  /// long texts are not looked for. Called from several threads.
  std::function<int64_t(std::string_view)> count_tokens;
  int64_t max_tokens = 0;
  /// Called now and then, from one thread at a time.
  std::function<void(int64_t done, int64_t total)> progress;
};

/// The channels' fit items, and what was found. A channel is empty when it was not given or cannot
/// be read at all, which is then among the findings. When a finding is an error, the job must not
/// start.
template <typename Dataset>
struct Checked {
  std::optional<Dataset> training;
  std::optional<Dataset> validation;
  std::optional<Dataset> test;
  Findings findings;  ///< errors first
};

Checked<ImageDataset> check_images(const Channels& channels, const CheckOptions& options);
Checked<TextDataset> check_texts(const Channels& channels, const CheckOptions& options);

/// {"verdict": "accepted" or "refused", "errors", "warnings", "facts", "findings": [every one]}.
Json check_report(const Findings& findings);

}  // namespace sempurna
