#include <re2/re2.h>

#include <memory>
#include <mutex>

#include "api/sagemaker/shapes.h"

namespace sempurna::sagemaker {

namespace {

/// A pattern's automaton, made when it is first asked for.
struct Compiled {
  std::once_flag once;
  std::unique_ptr<const re2::RE2> re2;
};

}  // namespace

// RE2, since what is matched comes from strangers: it neither backtracks nor recurses.
bool matches(const Pattern& pattern, std::string_view text) {
  static std::vector<Compiled> all(patterns().size());
  Compiled& compiled = all.at(static_cast<size_t>(&pattern - patterns().data()));
  std::call_once(compiled.once, [&] {
    const std::string_view written = pattern.for_re2();
    compiled.re2 = std::make_unique<const re2::RE2>(
        re2::StringPiece(written.data(), written.size()), re2::RE2::Quiet);
  });
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *compiled.re2);
}

}  // namespace sempurna::sagemaker
