#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// Something that a review judges, and what may be said of it.
struct Aspect {
  std::string_view noun;
  std::vector<std::string_view> good;
  std::vector<std::string_view> bad;
};

/// A subject: its aspects, and sentences that may stand before the verdict and judge nothing.
struct Subject {
  std::vector<Aspect> aspects;
  std::vector<std::string_view> openings;
};

/// Sentences of one construction. In them {a} and {b} are two aspects, {a+} says of {a} what the
/// verdict says, {a-} the opposite; {b+} and {b-} likewise.
struct Construction {
  int weight = 0;  ///< how often it is chosen, against the others
  std::vector<std::string_view> sentences;
};

/// What reviews in one language are made of. Every sentence is used for both verdicts alike, so no
/// word but a good or bad one has anything to do with the label, and where {a-} or {b-} stands even
/// those mislead.
struct ReviewLanguage {
  std::vector<Subject> subjects;
  std::vector<Construction> constructions;
  std::vector<std::string_view> closings;
};

const ReviewLanguage& english_reviews();
const ReviewLanguage& indonesian_reviews();

/// A review with this verdict, as a pure function of the key.
std::string write_review(const ReviewLanguage& language, bool positive, uint64_t key);

}  // namespace sempurna
