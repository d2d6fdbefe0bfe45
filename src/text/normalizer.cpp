#include "text/normalizer.h"

#include <memory>
#include <utility>

#include "text/utf8.h"

namespace sempurna {

namespace {

// Made of the text's code points one by one.
template <typename Append>
Normalizer each_code_point(Append append) {
  return [append](std::string& text) {
    std::string result;
    result.reserve(text.size());
    for (size_t at = 0; at < text.size();) append(result, next_code_point(text, at));
    text = std::move(result);
  };
}

std::u32string without_marks(std::u32string text) {
  std::erase_if(text, is_nonspacing_mark);
  return text;
}

}  // namespace

Normalizer bert_normalizer(const BertOptions& options) {
  const auto prepare = each_code_point([options](std::string& text, char32_t c) {
    if (options.clean) {
      if (c == 0 || c == kReplacement || is_control(c)) return;
      if (is_whitespace(c)) c = ' ';
    }
    const bool alone = options.separate_chinese && is_chinese(c);
    if (alone) text += ' ';
    append_utf8(text, c);
    if (alone) text += ' ';
  });
  return [options, prepare, lower = lower_normalizer()](std::string& text) {
    prepare(text);
    if (options.strip_accents && !is_ascii(text)) {
      text = to_utf8(without_marks(normalize(to_code_points(text), Normalization::Nfd)));
    }
    if (options.lower) lower(text);
  };
}

Normalizer unicode_normalizer(Normalization form) {
  return [form](std::string& text) {
    if (!is_ascii(text)) text = to_utf8(normalize(to_code_points(text), form));
  };
}

Normalizer lower_normalizer() {
  return each_code_point([](std::string& text, char32_t c) { append_lower(text, c); });
}

Normalizer strip_accents_normalizer() {
  return each_code_point([](std::string& text, char32_t c) {
    if (!is_mark(c)) append_utf8(text, c);
  });
}

Normalizer strip_normalizer(bool left, bool right) {
  return [left, right](std::string& text) {
    const std::u32string points = to_code_points(text);
    size_t begin = 0;
    size_t end = points.size();
    while (left && begin < end && is_whitespace(points[begin])) ++begin;
    while (right && end > begin && is_whitespace(points[end - 1])) --end;
    text = to_utf8(std::u32string_view(points).substr(begin, end - begin));
  };
}

Normalizer prepend_normalizer(std::string prefix) {
  return [prefix = std::move(prefix)](std::string& text) {
    if (!text.empty()) text.insert(0, prefix);
  };
}

Normalizer replace_normalizer(std::string pattern, std::string content) {
  return [pattern = std::move(pattern), content = std::move(content)](std::string& text) {
    std::string result;
    size_t at = 0;
    for (size_t found; (found = text.find(pattern, at)) != std::string::npos;
         at = found + pattern.size()) {
      result.append(text, at, found - at);
      result += content;
    }
    if (at > 0) text = result.append(text, at);
  };
}

Normalizer replace_spaces_normalizer(std::string content) {
  return [content = std::move(content)](std::string& text) {
    std::string result;
    for (size_t at = 0; at < text.size();) {
      size_t end = at;
      while (end < text.size() && text[end] == ' ') ++end;
      if (end - at >= 2) {
        result += content;
        at = end;
      } else {
        result += text[at++];
      }
    }
    text = std::move(result);
  };
}

Normalizer charsmap_normalizer(CharsMap map) {
  return [map = std::make_shared<const CharsMap>(std::move(map))](std::string& text) {
    text = map->apply(text);
  };
}

}  // namespace sempurna
