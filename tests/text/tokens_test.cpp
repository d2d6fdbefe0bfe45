#include <gtest/gtest.h>

#include "support/shared_data.h"
#include "text/golden_tokens.h"
#include "text/model_folder.h"
#include "text/sentencepiece_model.h"
#include "text/tokenizer.h"

namespace sempurna {
namespace {

TEST(Tokens, OfBertUncasedEqualTheReference) {
  const auto tokenizer =
      Folder().copy("vocab.txt", kTokenizers / "bert_base_uncased_vocab.txt").load();
  expect_ids("bert_base_uncased", "ids", [&](auto text) { return tokenizer->encode(text, kLong); });
  expect_ids("bert_base_uncased", "truncated_16",
             [&](auto text) { return tokenizer->encode(text, 16); });
  const Json& specials = golden()["bert_base_uncased"]["specials"];
  EXPECT_EQ(tokenizer->cls_id(), specials["cls"]);
  EXPECT_EQ(tokenizer->sep_id(), specials["sep"]);
  EXPECT_EQ(tokenizer->pad_id(), specials["pad"]);
  EXPECT_EQ(tokenizer->unk_id(), specials["unk"]);
  EXPECT_EQ(tokenizer->mask_id(), specials["mask"]);
}

TEST(Tokens, OfBertCasedEqualTheReference) {
  const auto vocabulary = shared_data("data/tokenizers/bert_base_cased/vocab.txt");
  if (!vocabulary) GTEST_SKIP() << "the reference data are not here";
  const auto tokenizer = Folder()
                             .copy("vocab.txt", *vocabulary)
                             .write("tokenizer_config.json", R"({"do_lower_case": false})")
                             .load();
  expect_ids("bert_base_cased", "ids", [&](auto text) { return tokenizer->encode(text, kLong); });
  expect_ids("bert_base_cased", "truncated_16",
             [&](auto text) { return tokenizer->encode(text, 16); });
}

TEST(Tokens, OfRobertaEqualTheReference) {
  const auto tokenizer = Folder()
                             .copy("vocab.json", kTokenizers / "vocab.json")
                             .copy("merges.txt", kTokenizers / "merges.txt")
                             .load();
  expect_ids("roberta_fixture", "ids", [&](auto text) { return tokenizer->encode(text, kLong); });
}

TEST(Tokens, OfXlmRobertaEqualTheReference) {
  const auto tokenizer =
      Folder().copy("sentencepiece.bpe.model", kTokenizers / "test_sentencepiece.model").load();
  expect_ids("xlm_roberta_test_sentencepiece", "ids",
             [&](auto text) { return tokenizer->encode(text, kLong); });
  EXPECT_EQ(tokenizer->cls_id(), 0);
  EXPECT_EQ(tokenizer->pad_id(), 1);
  EXPECT_EQ(tokenizer->sep_id(), 2);
  EXPECT_EQ(tokenizer->unk_id(), 3);
  EXPECT_EQ(tokenizer->mask_id(), 1001);
  EXPECT_EQ(tokenizer->vocabulary_size(), 1002u);
}

TEST(Tokens, OfAlbertEqualTheReference) {
  const auto model = shared_data("data/tokenizers/fixtures/spiece.model");
  if (!model) GTEST_SKIP() << "the reference data are not here";
  const auto tokenizer = Folder().copy("spiece.model", *model).load();
  expect_ids("albert_spiece", "ids", [&](auto text) { return tokenizer->encode(text, kLong); });
}

Ids ids_of(const SentencePieceModel& model, std::string_view text) {
  Ids ids;
  model.append_ids(text, kLong, ids);
  return ids;
}

TEST(Tokens, OfSentencePieceEqualTheReference) {
  const SentencePieceModel unigram(kTokenizers / "test_sentencepiece.model");
  expect_ids("test_sentencepiece.model", "ids", [&](auto text) { return ids_of(unigram, text); });
  for (const char* name : {"spiece.model", "test_sentencepiece_bpe.model"}) {
    const auto file = shared_data(std::string("data/tokenizers/fixtures/") + name);
    if (!file) GTEST_SKIP() << "the reference data are not here: " << name;
    const SentencePieceModel model(*file);
    EXPECT_EQ(model.size(), golden()[name]["size"]);
    expect_ids(name, "ids", [&](auto text) { return ids_of(model, text); });
  }
}

TEST(Tokens, OfALongTextAreThoseOfItsWords) {
  const SentencePieceModel model(kTokenizers / "test_sentencepiece.model");
  const std::string sentence = golden()["texts"][4].get<std::string>() + " \n";
  const Ids once = ids_of(model, sentence);
  std::string text;
  Ids many;
  for (int i = 0; i < 200; ++i) {
    text += sentence;
    many.insert(many.end(), once.begin(), once.end());
  }
  EXPECT_EQ(ids_of(model, text), many);
}

}  // namespace
}  // namespace sempurna
