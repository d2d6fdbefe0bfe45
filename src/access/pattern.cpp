#include "access/pattern.h"

#include <cstdint>

namespace sempurna {

namespace {

// Beside the 256 bytes.
constexpr char16_t kOne = 0x100;
constexpr char16_t kRun = 0x101;
constexpr size_t kLongestValue = 2048;

void add_literal(std::u16string& tokens, std::string_view text) {
  for (const char c : text) tokens += static_cast<unsigned char>(c);
}

void add_pattern(std::u16string& tokens, std::string_view text) {
  for (const char c : text) {
    tokens += c == '*' ? kRun : c == '?' ? kOne : static_cast<unsigned char>(c);
  }
}

// Whether all of `wanted`, which has no runs, fits the beginning of `text`.
bool begins(std::u16string_view wanted, std::string_view text) {
  if (wanted.size() > text.size()) return false;
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] != kOne && wanted[i] != static_cast<unsigned char>(text[i])) return false;
  }
  return true;
}

// The end of the first place in `text` that `wanted`, which has no runs, fits: Shift-And, whose
// bits are the places in `wanted` that are reached. Source: Baeza-Yates and Gonnet, "A new approach
// to text searching", 1992.
std::optional<size_t> end_of_first(std::u16string_view wanted, std::string_view text) {
  if (wanted.empty()) return 0;
  if (wanted.size() > text.size()) return std::nullopt;
  const size_t words = (wanted.size() + 63) / 64;
  std::vector<uint64_t> accepts(256 * words);
  for (size_t i = 0; i < wanted.size(); ++i) {
    const uint64_t bit = uint64_t{1} << (i % 64);
    if (wanted[i] != kOne) {
      accepts[wanted[i] * words + i / 64] |= bit;
      continue;
    }
    for (size_t c = 0; c < 256; ++c) accepts[c * words + i / 64] |= bit;
  }
  std::vector<uint64_t> reached(words);
  const uint64_t last = uint64_t{1} << ((wanted.size() - 1) % 64);
  for (size_t at = 0; at < text.size(); ++at) {
    const uint64_t* here = &accepts[static_cast<unsigned char>(text[at]) * words];
    uint64_t carry = 1;
    for (size_t w = 0; w < words; ++w) {
      const uint64_t next = (reached[w] << 1) | carry;
      carry = reached[w] >> 63;
      reached[w] = next & here[w];
    }
    if ((reached.back() & last) != 0) return at + 1;
  }
  return std::nullopt;
}

bool match(std::u16string_view pattern, std::string_view text) {
  const auto first = pattern.find(kRun);
  if (first == std::u16string_view::npos) {
    return pattern.size() == text.size() && begins(pattern, text);
  }
  const auto last = pattern.rfind(kRun);
  const auto head = pattern.substr(0, first);
  const auto tail = pattern.substr(last + 1);
  if (head.size() + tail.size() > text.size() || !begins(head, text) ||
      !begins(tail, text.substr(text.size() - tail.size()))) {
    return false;
  }
  text = text.substr(head.size(), text.size() - head.size() - tail.size());
  // Between runs the first place that fits is as good as any later one.
  for (auto middle = pattern.substr(first, last - first); !middle.empty();) {
    middle.remove_prefix(1);
    const auto piece = middle.substr(0, middle.find(kRun));
    const auto end = end_of_first(piece, text);
    if (!end) return false;
    text.remove_prefix(*end);
    middle.remove_prefix(piece.size());
  }
  return true;
}

}  // namespace

Pattern::Pattern(std::string text, bool has_variables) : text_(std::move(text)) {
  std::string_view rest = text_;
  while (!rest.empty()) {
    const auto begin = has_variables ? rest.find("${") : std::string_view::npos;
    const auto end = begin == std::string_view::npos ? begin : rest.find('}', begin);
    add_pattern(tokens_, rest.substr(0, end == std::string_view::npos ? end : begin));
    if (end == std::string_view::npos) return;
    const std::string_view inside = rest.substr(begin + 2, end - begin - 2);
    rest.remove_prefix(end + 1);
    if (inside == "*" || inside == "?" || inside == "$") {
      add_literal(tokens_, inside);
      continue;
    }
    Variable variable{tokens_.size(), std::string(inside), std::nullopt};
    if (const auto comma = inside.find(", '");
        comma != std::string_view::npos && inside.ends_with('\'') && comma + 3 < inside.size()) {
      variable.name = inside.substr(0, comma);
      variable.otherwise = inside.substr(comma + 3, inside.size() - comma - 4);
    }
    variables_.push_back(std::move(variable));
  }
}

std::vector<std::string> Pattern::variables() const {
  std::vector<std::string> names;
  for (const auto& variable : variables_) names.push_back(variable.name);
  return names;
}

std::optional<std::u16string> Pattern::resolve(const Circumstances& circumstances) const {
  std::u16string tokens;
  size_t done = 0;
  for (const auto& variable : variables_) {
    tokens.append(tokens_, done, variable.at - done);
    done = variable.at;
    const auto* values = circumstances.find(variable.name);
    if (values != nullptr && values->size() == 1) {
      add_literal(tokens, values->front());
    } else if (variable.otherwise) {
      add_literal(tokens, *variable.otherwise);
    } else {
      return std::nullopt;
    }
  }
  return tokens.append(tokens_, done);
}

bool Pattern::is_resolved(const Circumstances& circumstances) const {
  return variables_.empty() || resolve(circumstances).has_value();
}

bool Pattern::fits(std::string_view value, const Circumstances& circumstances) const {
  value = value.substr(0, kLongestValue);
  if (variables_.empty()) return match(tokens_, value);
  const auto tokens = resolve(circumstances);
  return tokens && match(*tokens, value);
}

bool Pattern::fits_arn(std::string_view arn, const Circumstances& circumstances) const {
  const auto tokens = resolve(circumstances);
  if (!tokens) return false;
  std::u16string_view pattern = *tokens;
  arn = arn.substr(0, kLongestValue);
  for (int part = 0; part < 5; ++part) {
    const auto a = pattern.find(u':');
    const auto b = arn.find(':');
    if (a == std::u16string_view::npos || b == std::string_view::npos) return false;
    if (!match(pattern.substr(0, a), arn.substr(0, b))) return false;
    pattern.remove_prefix(a + 1);
    arn.remove_prefix(b + 1);
  }
  return match(pattern, arn);
}

std::optional<std::string> Pattern::plain(const Circumstances& circumstances) const {
  if (variables_.empty() && text_.find("${") == std::string::npos) return text_;
  const auto tokens = resolve(circumstances);
  if (!tokens) return std::nullopt;
  std::string plain;
  for (const char16_t token : *tokens) {
    plain += token == kRun ? '*' : token == kOne ? '?' : static_cast<char>(token);
  }
  return plain;
}

bool fits(std::string_view pattern, std::string_view text) {
  std::u16string tokens;
  add_pattern(tokens, pattern);
  return match(tokens, text);
}

}  // namespace sempurna
