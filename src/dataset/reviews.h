#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// What praises and what blames.
struct Judgement {
  std::vector<std::string_view> good;
  std::vector<std::string_view> bad;
};

/// Something that a review judges, and what is said of it in particular.
struct Aspect {
  std::string_view noun;
  Judgement particular;
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
/// word but those that praise and blame has anything to do with the label, and where {a-} or {b-}
/// stands even those mislead. Sentences that say it as it is are the largest part: from them a
/// model learns the words, from the others their order.
struct ReviewLanguage {
  Judgement general;  ///< may be said of any aspect
  std::vector<Subject> subjects;
  std::vector<Construction> constructions;
  std::vector<std::string_view> closings;
};

const ReviewLanguage& english_reviews();
const ReviewLanguage& indonesian_reviews();

/// A review with this verdict, as a pure function of the key.
std::string write_review(const ReviewLanguage& language, bool positive, uint64_t key);

}  // namespace sempurna
