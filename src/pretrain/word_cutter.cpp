#include "pretrain/word_cutter.h"

#include <set>

#include "base/files.h"

namespace sempurna {

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> all;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    all.emplace_back(text.substr(i, end - i));
    i = end;
  }
  return all;
}

WordCutter::WordCutter(std::span<const std::string> texts) {
  std::set<std::string> seen;
  for (const auto& text : texts) {
    for (auto& character : characters(text)) seen.insert(std::move(character));
  }
  for (char c = 'a'; c <= 'z'; ++c) seen.insert(std::string(1, c));
  std::string vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
  for (const auto& character : seen) {
    if (character == "\n" || character == "\r") continue;
    vocabulary += character + "\n";
    vocabulary += std::string(kInside) + character + "\n";
  }
  const TemporaryFolder folder;
  write_file_atomic(folder.path() / "vocab.txt", vocabulary);
  write_file_atomic(folder.path() / "config.json", R"({"model_type": "bert"})");
  write_file_atomic(folder.path() / "tokenizer_config.json", R"({"do_lower_case": true})");
  tokenizer_ = load_tokenizer(folder.path());
}

std::vector<std::string> WordCutter::operator()(std::string_view text) const {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (const int32_t id : tokenizer_->encode_raw(text)) {
    const std::string& piece = tokenizer_->token(id);
    if (piece.starts_with(kInside) && piece.size() > kInside.size()) {
      word += piece.substr(kInside.size());
      continue;
    }
    finish();
    if (!piece.starts_with('[') || piece.size() == 1) word = piece;
  }
  finish();
  return words;
}

}  // namespace sempurna
