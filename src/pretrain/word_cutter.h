#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/tokenizer.h"

namespace sempurna {

/// What WordPiece puts before a piece that stands inside a word.
inline constexpr std::string_view kInside = "##";

/// The characters of valid UTF-8, each as its bytes.
std::vector<std::string> characters(std::string_view text);

/// Cuts texts into words as BERT's uncased tokenizer does before it looks into its vocabulary.
class WordCutter {
 public:
  /// For texts of the same characters as these.
  explicit WordCutter(std::span<const std::string> texts);

  std::vector<std::string> operator()(std::string_view text) const;

 private:
  std::unique_ptr<Tokenizer> tokenizer_;  ///< its vocabulary is the characters
};

}  // namespace sempurna
