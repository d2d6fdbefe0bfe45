#include "text/pre_tokenizer.h"

#include <utility>

#include "text/byte_level.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

// What a code point does to the piece before it.
enum class Step {
  Join,   // belongs to a run of its class
  Alone,  // is a piece
  Drop,   // ends a piece and belongs to none
};

// Cuts between code points of different classes; classify gives a Step and a class.
template <typename Classify>
bool cut_runs(std::string_view text, const PieceSink& sink, Classify classify) {
  size_t begin = 0;
  int run = -1;  // the class of the run since begin; -1 when there is none
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const auto [step, kind] = classify(next_code_point(text, at));
    if (step == Step::Join && kind == run) continue;
    if (run >= 0 && !sink(text.substr(begin, start - begin))) return false;
    run = step == Step::Join ? kind : -1;
    begin = start;
    if (step == Step::Alone && !sink(text.substr(start, at - start))) return false;
  }
  return run < 0 || sink(text.substr(begin));
}

}  // namespace

PreTokenizer bert_pre_tokenizer() {
  return [](std::string_view text, const PieceSink& sink) {
    return cut_runs(text, sink, [](char32_t c) {
      return std::pair(is_whitespace(c)    ? Step::Drop
                       : is_punctuation(c) ? Step::Alone
                                           : Step::Join,
                       0);
    });
  };
}

PreTokenizer blank_pre_tokenizer() {
  return [](std::string_view text, const PieceSink& sink) {
    return cut_runs(text, sink, [](char32_t c) {
      return std::pair(is_whitespace(c) ? Step::Drop : Step::Join, 0);
    });
  };
}

PreTokenizer python_split_pre_tokenizer() {
  return [](std::string_view text, const PieceSink& sink) {
    return cut_runs(text, sink, [](char32_t c) {
      return std::pair(is_python_space(c) ? Step::Drop : Step::Join, 0);
    });
  };
}

PreTokenizer word_pre_tokenizer() {
  return [](std::string_view text, const PieceSink& sink) {
    return cut_runs(text, sink, [](char32_t c) {
      return std::pair(is_whitespace(c) ? Step::Drop : Step::Join, is_word(c) ? 1 : 0);
    });
  };
}

PreTokenizer punctuation_pre_tokenizer() {
  return [](std::string_view text, const PieceSink& sink) {
    return cut_runs(text, sink, [](char32_t c) {
      return std::pair(is_punctuation(c) ? Step::Alone : Step::Join, 0);
    });
  };
}

PreTokenizer digit_pre_tokenizer(bool individual) {
  return [individual](std::string_view text, const PieceSink& sink) {
    return cut_runs(text, sink, [individual](char32_t c) {
      const bool digit = is_number(c);
      return std::pair(digit && individual ? Step::Alone : Step::Join, digit ? 1 : 0);
    });
  };
}

PreTokenizer byte_level_pre_tokenizer(bool prefix_space, bool cut) {
  return [prefix_space, cut](std::string_view text, const PieceSink& sink) {
    std::string prefixed;
    if (prefix_space && !text.empty() && text[0] != ' ') {
      prefixed = ' ';
      prefixed += text;
      text = prefixed;
    }
    if (!cut) return text.empty() || sink(text);
    for (size_t at = 0; at < text.size();) {
      const size_t end = byte_level_word_end(text, at);
      if (!sink(text.substr(at, end - at))) return false;
      at = end;
    }
    return true;
  };
}

PreTokenizer metaspace_pre_tokenizer(std::string mark, bool prefix, bool cut) {
  return [mark = std::move(mark), prefix, cut](std::string_view text, const PieceSink& sink) {
    std::string marked;
    if (prefix && !text.empty() && text[0] != ' ' && text.substr(0, mark.size()) != mark) {
      marked = mark;
    }
    for (const char c : text) {
      if (c == ' ') {
        marked += mark;
      } else {
        marked += c;
      }
    }
    const std::string_view all = marked;
    if (!cut) return all.empty() || sink(all);
    for (size_t at = 0; at < all.size();) {
      const size_t end = std::min(all.find(mark, at + 1), all.size());
      if (!sink(all.substr(at, end - at))) return false;
      at = end;
    }
    return true;
  };
}

}  // namespace sempurna
