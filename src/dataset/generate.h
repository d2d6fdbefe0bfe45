#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"

namespace sempurna {

/// The default data sets of the bundled cards, made by calculation: the same bytes everywhere and
/// every time. Each function makes `folder` with the channels "training" and "test" in it, in one
/// step: a generation that was broken off leaves nothing. Throws AlreadyExists when `folder`
/// exists, else as writing does.

/// Pictures of five batik motifs in class folders, 120 a class for training and 60 for test.
/// A linear model on pixels, or on colour histograms, does little better than guessing.
void generate_default_images(const fs::path& folder, int threads = 2);

/// Short reviews in English and Indonesian as data.csv: 6,000 for training, 1,000 for test, half of
/// them 0, negative, and half 1, positive. Three sentences in five turn on negation or contrast, in
/// which the same words stand in another order with the other label, so word counts do little
/// better than guessing.
void generate_default_texts(const fs::path& folder);

struct LabelledReview {
  bool positive = false;
  std::string text;
};

/// Reviews of the same kind, none of which is in the default texts: what the bundled text model
/// learns of them before it is fine-tuned.
std::vector<LabelledReview> further_reviews(int64_t count);

}  // namespace sempurna
