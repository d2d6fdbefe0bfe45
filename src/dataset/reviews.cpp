#include "dataset/reviews.h"

#include <numeric>

#include "base/error.h"
#include "base/random.h"

namespace sempurna {

namespace {

template <typename T>
const T& pick(const std::vector<T>& from, Random& random) {
  return from[random.below(from.size())];
}

std::string_view pick_sentence(const ReviewLanguage& language, Random& random) {
  const int all = std::accumulate(
      language.constructions.begin(), language.constructions.end(), 0,
      [](int sum, const Construction& construction) { return sum + construction.weight; });
  auto drawn = static_cast<int>(random.below(static_cast<uint64_t>(all)));
  for (const Construction& construction : language.constructions) {
    drawn -= construction.weight;
    if (drawn < 0) return pick(construction.sentences, random);
  }
  throw Error(Code::Internal, "no construction was drawn");
}

std::string_view judge(const ReviewLanguage& language, const Aspect& aspect, bool good,
                       Random& random) {
  const Judgement& from = random.uniform() < 0.5 ? language.general : aspect.particular;
  return pick(good ? from.good : from.bad, random);
}

std::string fill(const ReviewLanguage& language, std::string_view sentence, const Aspect& a,
                 const Aspect& b, bool positive, Random& random) {
  std::string text;
  for (size_t at = 0; at < sentence.size();) {
    if (sentence[at] != '{') {
      text += sentence[at++];
      continue;
    }
    const Aspect& aspect = sentence[at + 1] == 'a' ? a : b;
    const char what = sentence[at + 2];
    if (what == '}') {
      text += aspect.noun;
      at += 3;
    } else {
      text += judge(language, aspect, (what == '+') == positive, random);
      at += 4;
    }
  }
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

std::string write_review(const ReviewLanguage& language, bool positive, uint64_t key) {
  Random random(key);
  const Subject& subject = pick(language.subjects, random);
  std::string review;
  if (random.uniform() < 0.5) review += std::string(pick(subject.openings, random)) + " ";

  size_t first = random.below(subject.aspects.size());
  const int sentences = random.uniform() < 0.3 ? 2 : 1;
  for (int i = 0; i < sentences; ++i) {
    const size_t second =
        (first + 1 + random.below(subject.aspects.size() - 1)) % subject.aspects.size();
    if (i > 0) review += " ";
    review += fill(language, pick_sentence(language, random), subject.aspects[first],
                   subject.aspects[second], positive, random);
    first = second;
  }
  if (random.uniform() < 0.35) review += " " + std::string(pick(language.closings, random));
  return review;
}

}  // namespace sempurna
