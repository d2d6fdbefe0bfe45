#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/error.h"
#include "text/byte_bpe.h"
#include "text/byte_level.h"
#include "text/pre_tokenizer.h"
#include "text/trie.h"
#include "text/unigram.h"
#include "text/wordpiece.h"

namespace sempurna {
namespace {

using Ids = std::vector<int32_t>;
using Pieces = std::vector<std::string>;

Pieces pieces(const PreTokenizer& pre_tokenizer, std::string_view text) {
  Pieces found;
  pre_tokenizer(text, [&](std::string_view piece) {
    found.emplace_back(piece);
    return true;
  });
  return found;
}

TEST(Trie, FindsTheLongestKey) {
  const Trie trie({{"a", 0}, {"abc", 1}, {"b", 2}, {"", 9}, {"a", 3}});
  EXPECT_EQ(trie.longest(Trie::kRoot, "abd").value, 3);
  EXPECT_EQ(trie.longest(Trie::kRoot, "abcd").length, 3u);
  EXPECT_EQ(trie.longest(Trie::kRoot, "c").value, Trie::kNoValue);
  EXPECT_EQ(trie.longest(Trie::kRoot, "").value, Trie::kNoValue);
  EXPECT_EQ(trie.walk(Trie::kRoot, "abx"), Trie::kNone);
}

TEST(Trie, AgreesWithAMap) {
  std::mt19937 random(7);
  std::map<std::string, int32_t> map;
  for (int i = 0; i < 2000; ++i) {
    std::string key;
    for (unsigned k = random() % 6 + 1; k > 0; --k) key += static_cast<char>(random() % 40 * 6);
    map[key] = i;
  }
  std::vector<std::pair<std::string_view, int32_t>> entries(map.begin(), map.end());
  const Trie trie(entries);
  for (const auto& [key, value] : map) {
    EXPECT_EQ(trie.value(trie.walk(Trie::kRoot, key)), value);
  }
}

Vocabulary vocabulary(const Pieces& tokens) {
  Vocabulary result;
  for (size_t i = 0; i < tokens.size(); ++i) result.add(tokens[i], static_cast<int64_t>(i), "test");
  return result;
}

TEST(WordPiece, TakesTheLongestPieceFirst) {
  const WordPiece model(vocabulary({"[UNK]", "un", "##aff", "##able", "unaff", "##a"}), {}, "test");
  const auto cut = [&](std::string_view word) {
    Ids ids;
    model.append_ids(word, ids);
    return ids;
  };
  EXPECT_EQ(cut("unaffable"), (Ids{4, 3}));
  EXPECT_EQ(cut("unaa"), (Ids{1, 5, 5}));
  EXPECT_EQ(cut("unx"), (Ids{0}));
  EXPECT_EQ(cut("able"), (Ids{0}));
  EXPECT_EQ(cut("un" + std::string(98, 'a')).size(), 99u);
  EXPECT_EQ(cut("un" + std::string(99, 'a')), (Ids{0}));
}

TEST(ByteLevel, CutsAsTheReferencesExpression) {
  const auto cut = [](std::string_view text) {
    return pieces(byte_level_pre_tokenizer(false, true), text);
  };
  EXPECT_EQ(cut("Hello world"), (Pieces{"Hello", " world"}));
  EXPECT_EQ(cut("I'm we'll 'twas X'S"),
            (Pieces{"I", "'m", " we", "'ll", " '", "twas", " X", "'", "S"}));
  EXPECT_EQ(cut("a  b \n c  "), (Pieces{"a", " ", " b", " \n", " c", "  "}));
  EXPECT_EQ(cut("a\nb\n\nc"), (Pieces{"a", "\n", "b", "\n", "\n", "c"}));
  EXPECT_EQ(cut("x1y 22 !?# 3!"), (Pieces{"x", "1", "y", " 22", " !?#", " 3", "!"}));
  EXPECT_EQ(cut("\u4E2D\u6587 \u00BD\u0301"), (Pieces{"\u4E2D\u6587", " \u00BD", "\u0301"}));
  EXPECT_EQ(cut(" "), (Pieces{" "}));
  EXPECT_EQ(cut("  a"), (Pieces{" ", " a"}));
  EXPECT_EQ(cut("\u00A0\u00A0a"), (Pieces{"\u00A0", "\u00A0", "a"}));
  EXPECT_EQ(cut("''s"), (Pieces{"''", "s"}));
  EXPECT_EQ(pieces(byte_level_pre_tokenizer(true, true), "a b"), (Pieces{" a", " b"}));
  EXPECT_EQ(pieces(byte_level_pre_tokenizer(true, false), "a b"), (Pieces{" a b"}));
}

TEST(ByteLevel, WritesBytesAsTheVocabularyDoes) {
  EXPECT_EQ(byte_level_text(" a\n\xC3\xA9\x7F"), "\u0120a\u010A\u00C3\u00A9\u0121");
}

TEST(PreTokenizer, CutsWords) {
  EXPECT_EQ(pieces(bert_pre_tokenizer(), "a b,c  d."), (Pieces{"a", "b", ",", "c", "d", "."}));
  EXPECT_EQ(pieces(blank_pre_tokenizer(), " a, b\t"), (Pieces{"a,", "b"}));
  EXPECT_EQ(pieces(word_pre_tokenizer(), "a_1 b!? c"), (Pieces{"a_1", "b", "!?", "c"}));
  EXPECT_EQ(pieces(punctuation_pre_tokenizer(), "a b,."), (Pieces{"a b", ",", "."}));
  EXPECT_EQ(pieces(digit_pre_tokenizer(false), "a12b"), (Pieces{"a", "12", "b"}));
  EXPECT_EQ(pieces(digit_pre_tokenizer(true), "a12b"), (Pieces{"a", "1", "2", "b"}));
  EXPECT_EQ(pieces(metaspace_pre_tokenizer("_", true, true), "a b  c"),
            (Pieces{"_a", "_b", "_", "_c"}));
  EXPECT_EQ(pieces(metaspace_pre_tokenizer("_", false, false), "a b"), (Pieces{"a_b"}));
  EXPECT_EQ(pieces(metaspace_pre_tokenizer("_", true, true), ""), Pieces{});
}

TEST(PreTokenizer, StopsWhenNoMoreIsWanted) {
  size_t seen = 0;
  EXPECT_FALSE(bert_pre_tokenizer()("a b c d", [&](std::string_view) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2u);
}

// The rule itself, tried out literally: join the first of the lowest-ranked pairs, start again.
Ids joined(Pieces symbols, const std::vector<ByteBpe::Merge>& merges,
           const Vocabulary& vocabulary) {
  for (;;) {
    size_t best_rank = merges.size();
    size_t best = 0;
    for (size_t i = 0; i + 1 < symbols.size(); ++i) {
      for (size_t rank = 0; rank < best_rank; ++rank) {
        if (merges[rank].first == symbols[i] && merges[rank].second == symbols[i + 1]) {
          best_rank = rank;
          best = i;
        }
      }
    }
    if (best_rank == merges.size()) break;
    symbols[best] += symbols[best + 1];
    symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(best) + 1);
  }
  Ids ids;
  for (const auto& symbol : symbols) ids.push_back(*vocabulary.find(symbol));
  return ids;
}

TEST(ByteBpe, JoinsShortAndLongWordsByTheRule) {
  Vocabulary tokens = vocabulary({"a", "b", "c"});
  std::vector<ByteBpe::Merge> merges;
  std::mt19937 random(3);
  while (merges.size() < 40) {
    const auto size = static_cast<uint32_t>(tokens.size());
    const std::string left = tokens.token(static_cast<int32_t>(random() % size));
    const std::string right = tokens.token(static_cast<int32_t>(random() % size));
    if (left.size() + right.size() > 12 || tokens.find(left + right)) continue;
    merges.emplace_back(left, right);
    tokens.add(left + right, size, "test");
  }
  const ByteBpe model(tokens, merges, std::nullopt, "test");
  for (size_t length = 0; length < 120; ++length) {
    std::string word;
    Pieces symbols;
    for (size_t i = 0; i < length; ++i) {
      word += static_cast<char>('a' + random() % 3);
      symbols.emplace_back(1, word.back());
    }
    Ids ids;
    model.append_ids(word, ids);
    EXPECT_EQ(ids, joined(symbols, merges, tokens)) << word;
  }
}

TEST(ByteBpe, DropsBytesWithoutTokenOrGivesTheUnknownOne) {
  const Vocabulary tokens = vocabulary({"a", "<unk>"});
  Ids ids;
  ByteBpe(tokens, {}, std::nullopt, "test").append_ids("axa", ids);
  EXPECT_EQ(ids, (Ids{0, 0}));
  ids.clear();
  ByteBpe(tokens, {}, 1, "test").append_ids("axya", ids);
  EXPECT_EQ(ids, (Ids{0, 1, 1, 0}));
}

TEST(Unigram, FindsTheMostProbableCut) {
  const Unigram model({{"<unk>", 0}, {"a", -1}, {"b", -1}, {"ab", -1.5}, {"abc", -9}, {"c", -2}}, 0,
                      false, "test");
  Ids ids;
  model.append_ids("abcab", ids);
  EXPECT_EQ(ids, (Ids{3, 5, 3}));
  ids.clear();
  model.append_ids("xyaz", ids);
  EXPECT_EQ(ids, (Ids{0, 1, 0}));
}

TEST(Unigram, RefusesWhatCannotBe) {
  EXPECT_THROW(Unigram({}, 0, false, "test"), Error);
  EXPECT_THROW(Unigram({{"a", 0}}, 1, false, "test"), Error);
  EXPECT_THROW(Unigram({{"a", 0.0 / 0.0}}, 0, false, "test"), Error);
  EXPECT_THROW(Unigram({{"a", 0}}, 0, true, "test"), Error);
}

}  // namespace
}  // namespace sempurna
