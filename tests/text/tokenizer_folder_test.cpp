#include <fmt/core.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "base/error.h"
#include "text/cpu_seconds.h"
#include "text/golden_tokens.h"
#include "text/model_folder.h"
#include "text/tokenizer.h"

namespace sempurna {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kVocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\n##s\nHello\n,\n\u4E2D\ne\n\u00E9\n[new]\n";

Folder bert() {
  return std::move(Folder().write("vocab.txt", kVocabulary));
}

std::string refusal(const Folder& folder) {
  try {
    folder.load();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(LoadTokenizer, ReadsAWordPieceFolder) {
  const auto tokenizer = bert().load();
  EXPECT_EQ(tokenizer->encode("Hellos, \u4E2Dhello", 99), (Ids{2, 5, 6, 8, 9, 5, 3}));
  EXPECT_EQ(tokenizer->encode("\u00C9 qq", 99), (Ids{2, 10, 1, 3}));
  EXPECT_EQ(tokenizer->encode("", 99), (Ids{2, 3}));
  EXPECT_EQ(tokenizer->vocabulary_size(), 13u);
  EXPECT_EQ(tokenizer->token(6), "##s");
  EXPECT_EQ(tokenizer->find("hello"), 5);
  EXPECT_EQ(tokenizer->find("hullo"), std::nullopt);
  EXPECT_EQ(tokenizer->pad_id(), 0);
  EXPECT_EQ(tokenizer->mask_id(), 4);
  EXPECT_THROW(tokenizer->token(13), Error);
  EXPECT_THROW(tokenizer->token(-1), Error);
}

TEST(LoadTokenizer, HeedsTheConfig) {
  const auto cased = bert().write("tokenizer_config.json", R"({"do_lower_case": false})").load();
  EXPECT_EQ(cased->encode_raw("Hello \u00E9"), (Ids{7, 11}));
  const auto accents = bert().write("tokenizer_config.json", R"({"strip_accents": false})").load();
  EXPECT_EQ(accents->encode_raw("\u00C9"), (Ids{11}));
  const auto chinese =
      bert().write("tokenizer_config.json", R"({"tokenize_chinese_chars": false})").load();
  EXPECT_EQ(chinese->encode_raw("\u4E2Dhello"), (Ids{1}));
}

TEST(LoadTokenizer, FindsSpecialTokensInTheText) {
  EXPECT_EQ(bert().load()->encode_raw("[MASK],[new]hello[SEP]"), (Ids{4, 8, 1, 1, 1, 5, 3}));
  const auto more = bert().write("added_tokens.json", R"({"[new]": 12, "[newer]": 13})").load();
  EXPECT_EQ(more->encode_raw("[new]hello[newer]"), (Ids{12, 5, 13}));
  EXPECT_EQ(more->vocabulary_size(), 14u);
  // What the folder adds is looked for as the text is written to the model: in lower case.
  EXPECT_EQ(more->encode_raw("[NEW]Hello[MASK][mask]"), (Ids{12, 5, 4, 1, 1, 1}));
}

TEST(LoadTokenizer, HeedsTheNamesOfSpecialTokens) {
  const auto tokenizer = Folder()
                             .write("vocab.txt", "<s>\n</s>\n[UNK]\na\n")
                             .write("special_tokens_map.json",
                                    R"({"cls_token": "<s>", "sep_token": {"content": "</s>"}})")
                             .load();
  EXPECT_EQ(tokenizer->encode("a", 9), (Ids{0, 3, 1}));
  EXPECT_EQ(tokenizer->mask_id(), -1);
}

TEST(LoadTokenizer, FindsSpecialTokensOfSentencePieceWhereTheFolderNamesThem) {
  const fs::path model = kTokenizers / "test_sentencepiece.model";
  const auto bare = Folder().copy("sentencepiece.bpe.model", model).load();
  const auto named = Folder()
                         .copy("sentencepiece.bpe.model", model)
                         .write("special_tokens_map.json", R"({"mask_token": "<mask>"})")
                         .load();
  EXPECT_GT(bare->encode_raw("a <mask>").size(), 4u);
  EXPECT_EQ(named->encode_raw("a <mask>").back(), named->mask_id());
}

TEST(LoadTokenizer, WithoutBasicTokenizingWordsStandBetweenBlanksAsTheyAre) {
  // By transformers' BertTokenizer: neither lowered nor cut at punctuation or Chinese characters.
  const auto config = [](const char* members) {
    return std::move(bert().write("tokenizer_config.json",
                                  std::string(R"({"do_basic_tokenize": false)") + members + "}"));
  };
  const auto tokenizer = config("").load();
  EXPECT_EQ(tokenizer->encode("Hellos, hellos , \u4E2Dhello \u4E2D", 99),
            (Ids{2, 1, 5, 6, 8, 1, 9, 3}));
  EXPECT_EQ(tokenizer->encode_raw("hello\u001Chello\u3000HELLO\u00E9 \u00E9"), (Ids{5, 5, 1, 11}));
  EXPECT_EQ(tokenizer->encode_raw("Hello[MASK]hello"), (Ids{7, 4, 5}));
  const auto fast = config(R"(, "tokenizer_class": "BertTokenizerFast")").load();
  EXPECT_EQ(fast->encode_raw("Hello,"), (Ids{5, 8}));
}

TEST(LoadTokenizer, HeedsTheTokenizersClass) {
  // multilingual-e5's small one is a BERT with XLM-R's tokenizer.
  const auto named = [](const char* name, const char* file) {
    Folder folder;
    folder.copy(file, kTokenizers / "test_sentencepiece.model")
        .write("config.json", R"({"model_type": "bert"})")
        .write("tokenizer_config.json", fmt::format(R"({{"tokenizer_class": "{}"}})", name));
    return folder;
  };
  const auto plain =
      Folder().copy("sentencepiece.bpe.model", kTokenizers / "test_sentencepiece.model").load();
  for (const char* name : {"XLMRobertaTokenizer", "XLMRobertaTokenizerFast"}) {
    for (const char* file : {"sentencepiece.bpe.model", "spiece.model"}) {
      EXPECT_EQ(named(name, file).load()->encode("Saya b\u00EAla 5, kali", 99),
                plain->encode("Saya b\u00EAla 5, kali", 99));
    }
  }
  EXPECT_THAT(refusal(named("AlbertTokenizer", "vocab.txt")),
              HasSubstr("holds no spiece.model, which its AlbertTokenizer is read from"));
  EXPECT_THAT(
      refusal(named("PreTrainedTokenizerFast", "vocab.txt")),
      AllOf(HasSubstr("tokenizer_config.json names the tokenizer PreTrainedTokenizerFast, which is "
                      "read from a tokenizer.json alone, but there is none; save it once more"),
            HasSubstr("AlbertTokenizer, BertTokenizer, DebertaV2Tokenizer, DistilBertTokenizer")));
  EXPECT_THAT(refusal(named("BertJapaneseTokenizer", "vocab.txt")),
              HasSubstr("names the tokenizer BertJapaneseTokenizer"));
}

TEST(LoadTokenizer, ReadsDebertasPieces) {
  Folder folder;
  folder.copy("spm.model", kTokenizers / "test_sentencepiece.model")
      .write("config.json", R"({"model_type": "deberta-v2"})")
      .write("special_tokens_map.json", R"({"cls_token": "<s>", "sep_token": "</s>"})");
  const auto tokenizer = folder.load();
  const Json& texts = golden()["texts"];
  for (size_t i = 0; i < texts.size(); ++i) {
    const auto text = texts[i].get<std::string>();
    if (text.find('<') != std::string::npos || text.find("[MASK]") != std::string::npos) continue;
    EXPECT_EQ(tokenizer->encode_raw(text),
              golden()["test_sentencepiece.model"]["ids"][i].get<Ids>())
        << text;
  }
  EXPECT_EQ(tokenizer->encode_raw("a [MASK]").back(), 1000);
  EXPECT_EQ(tokenizer->encode("a", 99).front(), tokenizer->cls_id());
  folder.write("tokenizer_config.json",
               R"({"tokenizer_class": "DebertaV2Tokenizer", "do_lower_case": true})");
  EXPECT_EQ(folder.load()->encode_raw("KALI"), tokenizer->encode_raw("kali"));
}

TEST(LoadTokenizer, ReadsMpnetsWordPiece) {
  constexpr std::string_view kWords =
      "<s>\n<pad>\n</s>\n<unk>\n[CLS]\n[SEP]\n[UNK]\nhello\n##s\n<mask>\n";
  for (const char* config : {R"({})", R"({"tokenizer_class": "MPNetTokenizer"})"}) {
    const auto tokenizer = Folder()
                               .write("vocab.txt", kWords)
                               .write("config.json", R"({"model_type": "mpnet"})")
                               .write("tokenizer_config.json", config)
                               .load();
    EXPECT_EQ(tokenizer->encode("Hellos qq", 99), (Ids{0, 7, 8, 6, 2})) << config;
    EXPECT_EQ(tokenizer->pad_id(), 1);
    EXPECT_EQ(tokenizer->mask_id(), 9);
  }
}

TEST(LoadTokenizer, OfModernBertIsATokenizerJsonAlone) {
  EXPECT_THAT(
      refusal(Folder()
                  .copy("vocab.json", kTokenizers / "vocab.json")
                  .copy("merges.txt", kTokenizers / "merges.txt")
                  .write("config.json", R"({"model_type": "modernbert"})")),
      HasSubstr("holds no tokenizer.json, which models of the type modernbert have; copy it "
                "from where the model came from"));
}

TEST(LoadTokenizer, CutsTextsButNotSpecialTokens) {
  const auto tokenizer = bert().load();
  EXPECT_EQ(tokenizer->encode("hello , hello", 4), (Ids{2, 5, 8, 3}));
  EXPECT_EQ(tokenizer->encode("hello , hello", 3), (Ids{2, 5, 3}));
  try {
    tokenizer->encode("hello", 2);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    EXPECT_STREQ(error.what(),
                 "a maximum length of 2 tokens leaves no room for text beside 2 special tokens; "
                 "give at least 3");
  }
}

TEST(LoadTokenizer, ReplacesInvalidUtf8) {
  const auto bpe = Folder()
                       .copy("vocab.json", kTokenizers / "vocab.json")
                       .copy("merges.txt", kTokenizers / "merges.txt")
                       .load();
  EXPECT_EQ(bpe->encode_raw("l\xFFo\xE2\x82"), bpe->encode_raw("l\uFFFDo\uFFFD"));
  EXPECT_EQ(bert().load()->encode_raw("hel\xFFlo \xC3(\xF0\x9F"), (Ids{5, 1}));
}

TEST(LoadTokenizer, SaysWhatIsWrong) {
  EXPECT_THAT(refusal(Folder()), HasSubstr("holds no tokenizer: neither tokenizer.json nor"));
  EXPECT_THAT(refusal(Folder().write("vocab.txt", "a\nb\n")), HasSubstr("no token \"[UNK]\""));
  EXPECT_THAT(refusal(Folder().write("vocab.txt", "[UNK]\n[SEP]\n")),
              HasSubstr("vocab.txt holds no token \"[CLS]\", which belongs around every text"));
  EXPECT_THAT(refusal(Folder().write("vocab.txt", "a\n\xFF\n")),
              HasSubstr("vocab.txt is not UTF-8 in line 2"));
  EXPECT_THAT(refusal(Folder().write("vocab.txt", std::string(5000, 'x'))),
              HasSubstr("holds a token of 5000 bytes (id 0); at most 4096 are read"));
  EXPECT_THAT(refusal(bert().write("special_tokens_map.json", R"({"pad_token": "<p>"})")),
              HasSubstr("holds no token \"<p>\", which the folder names as a special token"));
  EXPECT_THAT(refusal(bert().write("special_tokens_map.json", R"({"pad_token": 1})")),
              HasSubstr("special_tokens_map.json: pad_token should be a string"));
  EXPECT_THAT(refusal(bert().write("tokenizer_config.json", "[]")),
              HasSubstr("tokenizer_config.json should be an object"));
  EXPECT_THAT(refusal(bert().write("tokenizer_config.json", R"({"truncation_side": "top"})")),
              HasSubstr("truncation_side should be \"left\" or \"right\""));
  EXPECT_THAT(refusal(bert().write("tokenizer_config.json", R"({"model_max_length": 0})")),
              HasSubstr("model_max_length should be at least 1"));
  EXPECT_THAT(refusal(bert().write("added_tokens.json", R"({"x": -4})")),
              HasSubstr("added_tokens.json: x should be an id of a token"));
  EXPECT_THAT(refusal(Folder()
                          .write("vocab.json", R"({"<s>": 0, "</s>": 1, "a": 2})")
                          .write("merges.txt", "#version: 0.2\na b\n")),
              HasSubstr("merges.txt: merge 1 needs the token \"b\", which has no id"));
  EXPECT_THAT(refusal(Folder().write("vocab.json", R"({"a": 2})").write("merges.txt", "a b c\n")),
              HasSubstr("merges.txt: line 1 is not two tokens with a space between"));
  EXPECT_THAT(refusal(Folder().write("vocab.json", R"({"a": 2})").write("merges.txt", "")),
              HasSubstr("holds no token \"<s>\""));
  EXPECT_THAT(refusal(Folder().write("vocab.json", "[1]").write("merges.txt", "")),
              HasSubstr("vocab.json should be an object"));
}

TEST(LoadTokenizer, RefusesWhatIsNoSentencePieceModel) {
  for (const std::string_view bytes : {"", "hello", "\x0A\xFF", "\x1B\x1C"}) {
    EXPECT_THAT(refusal(Folder().write("spiece.model", bytes)),
                HasSubstr("is no SentencePiece model"));
  }
  const std::string whole = read_file(kTokenizers / "test_sentencepiece.model");
  EXPECT_THAT(refusal(Folder().write("spiece.model", whole.substr(0, whole.size() / 2))),
              HasSubstr("cut short"));
  EXPECT_THAT(refusal(Folder()
                          .copy("spiece.model", kTokenizers / "test_sentencepiece.model")
                          .write("config.json", R"({"model_type": "t5"})")),
              HasSubstr("model type \"t5\" is not known"));
}

TEST(LoadTokenizer, SurvivesDamagedSentencePieceModels) {
  const std::string whole = read_file(kTokenizers / "test_sentencepiece.model");
  std::mt19937 random(1);
  for (int round = 0; round < 40; ++round) {
    std::string damaged = whole;
    for (int i = 0; i < 20; ++i) damaged[random() % damaged.size()] = static_cast<char>(random());
    try {
      const auto tokenizer = Folder().write("sentencepiece.bpe.model", damaged).load();
      for (const auto& text : golden()["texts"]) tokenizer->encode(text.get<std::string>(), 64);
    } catch (const Error& error) {
      EXPECT_NE(error.code(), Code::Internal) << error.what();
    }
  }
}

TEST(LoadTokenizer, MayBeUsedByManyThreads) {
  const auto tokenizer =
      Folder().copy("vocab.txt", kTokenizers / "bert_base_uncased_vocab.txt").load();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      expect_ids("bert_base_uncased", "ids",
                 [&](auto text) { return tokenizer->encode(text, kLong); });
    });
  }
  for (auto& thread : threads) thread.join();
}

// Half a megabyte of each, whole and cut: nothing may be quadratic.
class LongText : public testing::TestWithParam<std::string> {};

TEST_P(LongText, TakesLittleTime) {
  Folder folder;
  const std::string family = GetParam();
  if (family == "wordpiece") {
    folder.copy("vocab.txt", kTokenizers / "bert_base_uncased_vocab.txt");
  } else if (family == "bpe") {
    folder.copy("vocab.json", kTokenizers / "vocab.json")
        .copy("merges.txt", kTokenizers / "merges.txt");
  } else {
    folder.copy("sentencepiece.bpe.model", kTokenizers / "test_sentencepiece.model");
  }
  const auto tokenizer = folder.load();
  for (const std::string_view part : {"a",       "lower",
                                      "l",       " ",
                                      "\n",      " x",
                                      "\u0301",  "\u0345\u0301",
                                      "e\u0301", "\u4E2D",
                                      "[",       "[MASK]",
                                      " [MASK]", "<",
                                      "\xFF",    "\xE2\x82",
                                      "'",       "1",
                                      "!",       "\u2581",
                                      "\u1100",  "\U0001F600\u200D",
                                      "\uFDFA",  "1,"}) {
    std::string text;
    while (text.size() < (512 << 10)) text += part;
    const double taken = cpu_seconds([&] {
      tokenizer->encode_raw(text);
      tokenizer->encode(text, 128);
    });
    EXPECT_LT(taken, 10) << testing::PrintToString(part);
  }
}

INSTANTIATE_TEST_SUITE_P(, LongText, testing::Values("wordpiece", "bpe", "sentencepiece"),
                         [](const auto& info) { return info.param; });

TEST(LoadTokenizer, OfAFamilyThatReadsNoTokensMakesNone) {
  const auto none = std::move(Folder().write("config.json", R"({"model_type": "words"})")).load();
  EXPECT_EQ(none->encode("Any text at all", 8), Ids{});
  EXPECT_EQ(none->encode_raw("Any text at all"), Ids{});
  EXPECT_EQ(none->vocabulary_size(), 0u);
}

TEST(TokenizerFiles, AreThoseOfTheTokenizerOnly) {
  EXPECT_THAT(tokenizer_files(bert()
                                  .write("config.json", "{}")
                                  .write("tokenizer_config.json", "{}")
                                  .write("notes.txt", "")
                                  .path()),
              ElementsAre("tokenizer_config.json", "vocab.txt"));
  EXPECT_THAT(tokenizer_files(Folder().path()), IsEmpty());
}

}  // namespace
}  // namespace sempurna
