#include "text/wordpiece.h"

#include "base/error.h"
#include "text/utf8.h"

namespace sempurna {

WordPiece::WordPiece(const Vocabulary& vocabulary, const WordPieceOptions& options,
                     std::string_view where)
    : trie_(vocabulary.trie()),
      continuation_(trie_.walk(Trie::kRoot, options.continuation)),
      max_characters_(options.max_characters) {
  const auto unknown = vocabulary.find(options.unknown);
  if (!unknown) {
    throw Error(Code::DataCorrupt,
                "{} holds no token \"{}\", which stands for words that it does not know", where,
                options.unknown);
  }
  unknown_id_ = *unknown;
}

void WordPiece::append_ids(std::string_view word, std::vector<int32_t>& ids) const {
  if (word.size() > max_characters_ && count_code_points(word) > max_characters_) {
    ids.push_back(unknown_id_);
    return;
  }
  const size_t before = ids.size();
  Trie::Node start = Trie::kRoot;
  while (!word.empty()) {
    const auto match = start == Trie::kNone ? Trie::Match{} : trie_.longest(start, word);
    if (match.value == Trie::kNoValue) {
      ids.resize(before);
      ids.push_back(unknown_id_);
      return;
    }
    ids.push_back(match.value);
    word.remove_prefix(match.length);
    start = continuation_;
  }
}

}  // namespace sempurna
