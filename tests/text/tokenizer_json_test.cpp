#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/json_map.h"
#include "support/expect_error.h"
#include "support/shared_data.h"
#include "text/golden_tokens.h"
#include "text/tokenizer.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

JsonMap special(const char* name, int id) {
  return {{"id", name}, {"ids", {id}}, {"tokens", {name}}};
}

JsonMap added(const char* content, int id, bool lstrip = false) {
  return {{"id", id},         {"special", true}, {"content", content}, {"single_word", false},
          {"lstrip", lstrip}, {"rstrip", false}, {"normalized", false}};
}

JsonMap around(const char* cls, int cls_id, const char* sep, int sep_id) {
  return {{"type", "TemplateProcessing"},
          {"single",
           {{{"SpecialToken", {{"id", cls}, {"type_id", 0}}}},
            {{"Sequence", {{"id", "A"}, {"type_id", 0}}}},
            {{"SpecialToken", {{"id", sep}, {"type_id", 0}}}}}},
          {"special_tokens", {{cls, special(cls, cls_id)}, {sep, special(sep, sep_id)}}}};
}

// bert-base-uncased as Hugging Face publishes it, made of its vocab.txt.
JsonMap bert_json(const fs::path& vocabulary) {
  const std::string text = read_file(vocabulary);
  JsonMap vocab = JsonMap::object();
  int id = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    vocab[text.substr(at, end - at)] = id++;
    at = end + 1;
  }
  return {{"version", "1.0"},
          {"truncation", nullptr},
          {"padding", nullptr},
          {"added_tokens",
           {added("[PAD]", 0), added("[UNK]", 100), added("[CLS]", 101), added("[SEP]", 102),
            added("[MASK]", 103)}},
          {"normalizer",
           {{"type", "BertNormalizer"},
            {"clean_text", true},
            {"handle_chinese_chars", true},
            {"strip_accents", nullptr},
            {"lowercase", true}}},
          {"pre_tokenizer", {{"type", "BertPreTokenizer"}}},
          {"post_processor", around("[CLS]", 101, "[SEP]", 102)},
          {"decoder", {{"type", "WordPiece"}}},
          {"model",
           {{"type", "WordPiece"},
            {"unk_token", "[UNK]"},
            {"continuing_subword_prefix", "##"},
            {"max_input_chars_per_word", 100},
            {"vocab", vocab}}}};
}

// What a SentencePiece model file holds, read apart from the code under test.
struct ModelFile {
  std::vector<std::pair<std::string, float>> pieces;
  std::string charsmap;

  explicit ModelFile(const fs::path& file) {
    const std::string bytes = read_file(file);
    each(bytes, [&](uint64_t number, std::string_view content) {
      if (number == 1) {
        auto& [piece, score] = pieces.emplace_back();
        each(content, [&](uint64_t field, std::string_view value) {
          if (field == 1) piece = value;
          if (field == 2) std::memcpy(&score, value.data(), 4);
        });
      }
      if (number == 3) {
        each(content, [&](uint64_t field, std::string_view value) {
          if (field == 2) charsmap = value;
        });
      }
    });
  }

  template <typename Each>
  static void each(std::string_view bytes, Each call) {
    const auto varint = [&] {
      uint64_t value = 0;
      for (int shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(bytes[0]);
        bytes.remove_prefix(1);
        value |= static_cast<uint64_t>(byte & 0x7F) << shift;
        if (byte < 0x80) return value;
      }
    };
    while (!bytes.empty()) {
      const uint64_t tag = varint();
      if ((tag & 7) == 0) {
        varint();
        continue;
      }
      const size_t length = (tag & 7) == 5 ? 4 : varint();
      call(tag >> 3, bytes.substr(0, length));
      bytes.remove_prefix(length);
    }
  }
};

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (size_t k = 0; k < 4; ++k) {
      text += i + k > bytes.size() ? '=' : kDigits[bits >> (18 - 6 * k) & 63];
    }
  }
  return text;
}

JsonMap metaspace() {
  return {{"type", "Sequence"},
          {"pretokenizers",
           {{{"type", "WhitespaceSplit"}},
            {{"type", "Metaspace"}, {"replacement", "▁"}, {"add_prefix_space", true}}}}};
}

JsonMap single_spaces() {
  return {{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", " "}};
}

JsonMap scored(const std::string& piece, float score) {
  return JsonMap::array({piece, score});
}

JsonMap xlm_roberta_json(const ModelFile& model) {
  JsonMap vocab = JsonMap::array();
  for (const char* token : {"<s>", "<pad>", "</s>", "<unk>"}) vocab.push_back(scored(token, 0));
  for (size_t i = 3; i < model.pieces.size(); ++i) {
    vocab.push_back(scored(model.pieces[i].first, model.pieces[i].second));
  }
  vocab.push_back(scored("<mask>", 0));
  const int mask = static_cast<int>(vocab.size()) - 1;
  return {{"added_tokens",
           {added("<s>", 0), added("<pad>", 1), added("</s>", 2), added("<unk>", 3),
            added("<mask>", mask, true)}},
          {"normalizer",
           {{"type", "Sequence"},
            {"normalizers",
             {{{"type", "Precompiled"}, {"precompiled_charsmap", base64(model.charsmap)}},
              single_spaces()}}}},
          {"pre_tokenizer", metaspace()},
          {"post_processor", around("<s>", 0, "</s>", 2)},
          {"model", {{"type", "Unigram"}, {"unk_id", 3}, {"vocab", vocab}}}};
}

std::unique_ptr<Tokenizer> load(const JsonMap& json, std::string_view config = "{}") {
  TemporaryFolder folder;
  write_file_atomic(folder.path() / "tokenizer.json", json.dump());
  write_file_atomic(folder.path() / "tokenizer_config.json", config);
  return load_tokenizer(folder.path());
}

TEST(TokenizerJson, OfBertGivesTheReferencesIds) {
  const auto tokenizer = load(bert_json(kTokenizers / "bert_base_uncased_vocab.txt"));
  expect_ids("bert_base_uncased", "ids", [&](auto text) { return tokenizer->encode(text, kLong); });
  expect_ids("bert_base_uncased", "truncated_16",
             [&](auto text) { return tokenizer->encode(text, 16); });
}

TEST(TokenizerJson, OfBertGivesTheReferencesIdsStepByStep) {
  // A token that is looked for in normalized text switches the quick way off.
  JsonMap json = bert_json(kTokenizers / "bert_base_uncased_vocab.txt");
  JsonMap token = added("ÉÉ QX", 99);
  token["normalized"] = true;
  json["added_tokens"].push_back(token);
  const auto tokenizer = load(json);
  expect_ids("bert_base_uncased", "ids", [&](auto text) { return tokenizer->encode(text, kLong); });
  expect_ids("bert_base_uncased", "truncated_16",
             [&](auto text) { return tokenizer->encode(text, 16); });
}

TEST(TokenizerJson, OfXlmRobertaGivesTheReferencesIds) {
  const auto tokenizer =
      load(xlm_roberta_json(ModelFile(kTokenizers / "test_sentencepiece.model")));
  expect_ids("xlm_roberta_test_sentencepiece", "ids",
             [&](auto text) { return tokenizer->encode(text, kLong); });
}

// ALBERT's fast tokenizer as Hugging Face converts it from the SentencePiece model: a piece that
// ends in a digit and a comma is made improbable instead of being cut again.
JsonMap albert_json(const ModelFile& model) {
  JsonMap vocab = JsonMap::array();
  for (const auto& [piece, score] : model.pieces) {
    const bool number = piece.size() > 1 && piece.back() == ',' && piece[piece.size() - 2] >= '0' &&
                        piece[piece.size() - 2] <= '9';
    vocab.push_back(scored(piece, number ? score - 100 : score));
  }
  const auto replace = [](const char* pattern) {
    return JsonMap{{"type", "Replace"}, {"pattern", {{"String", pattern}}}, {"content", "\""}};
  };
  return {{"added_tokens", JsonMap::array()},
          {"normalizer",
           {{"type", "Sequence"},
            {"normalizers",
             {replace("``"),
              replace("''"),
              {{"type", "NFKD"}},
              {{"type", "StripAccents"}},
              {{"type", "Lowercase"}},
              {{"type", "Precompiled"}, {"precompiled_charsmap", base64(model.charsmap)}},
              single_spaces()}}}},
          {"pre_tokenizer", metaspace()},
          {"post_processor", around("[CLS]", 2, "[SEP]", 3)},
          {"model", {{"type", "Unigram"}, {"unk_id", 1}, {"vocab", vocab}}}};
}

TEST(TokenizerJson, OfAlbertGivesTheReferencesIds) {
  const auto model = shared_data("data/tokenizers/fixtures/spiece.model");
  if (!model) GTEST_SKIP() << "the reference data are not here";
  const auto tokenizer = load(albert_json(ModelFile(*model)));
  expect_ids("albert_spiece", "ids", [&](auto text) { return tokenizer->encode(text, kLong); });
}

JsonMap roberta_json() {
  const JsonMap vocab = read_json_map(kTokenizers / "vocab.json");
  return {{"added_tokens", JsonMap::array({added("<unk>", 19)})},
          {"normalizer", nullptr},
          {"pre_tokenizer", {{"type", "ByteLevel"}, {"add_prefix_space", false}}},
          {"post_processor",
           {{"type", "RobertaProcessing"},
            {"sep", JsonMap::array({"<unk>", 19})},
            {"cls", JsonMap::array({"<unk>", 19})}}},
          {"model",
           {{"type", "BPE"},
            {"dropout", nullptr},
            {"unk_token", "<unk>"},
            {"continuing_subword_prefix", ""},
            {"end_of_word_suffix", ""},
            {"fuse_unk", false},
            {"vocab", vocab},
            {"merges", JsonMap::array({"Ġ l", "Ġl o", "Ġlo w", "e r"})}}}};
}

TEST(TokenizerJson, OfRobertaGivesTheReferencesIds) {
  const auto tokenizer = load(roberta_json());
  expect_ids("roberta_fixture", "ids", [&](auto text) { return tokenizer->encode(text, kLong); });
}

TEST(TokenizerJson, ReadsMergesAsPairs) {
  JsonMap json = roberta_json();
  json["model"]["merges"] =
      JsonMap::array({JsonMap::array({"Ġ", "l"}), JsonMap::array({"Ġl", "o"})});
  EXPECT_EQ(load(json)->encode_raw(" lo"), (Ids{13}));
}

// Runs of spaces are tokens that are looked for in the text before it is cut into words.
TEST(TokenizerJson, OfModernBertKnowsRunsOfSpaces) {
  JsonMap json = roberta_json();
  json["normalizer"] = {{"type", "NFC"}};
  json["added_tokens"] =
      JsonMap::array({added("[CLS]", 20), added("[SEP]", 21), added("[MASK]", 22)});
  json["added_tokens"][2]["lstrip"] = true;
  JsonMap spaces = added("  ", 23);
  spaces["normalized"] = true;
  spaces["special"] = false;
  json["added_tokens"].push_back(spaces);
  json["post_processor"] = around("[CLS]", 20, "[SEP]", 21);
  json["model"]["unk_token"] = nullptr;
  json["model"]["byte_fallback"] = false;
  json["model"]["ignore_merges"] = false;
  const auto tokenizer = load(json, R"({"tokenizer_class": "PreTrainedTokenizerFast",
                                        "cls_token": "[CLS]", "model_max_length": 8192})");
  const int32_t l = *tokenizer->find("l");
  const int32_t o = *tokenizer->find("o");
  EXPECT_EQ(tokenizer->encode("lo  lo [MASK] lo", 99),
            (Ids{20, l, o, 23, l, o, 22, *tokenizer->find("\u0120lo"), 21}));
  EXPECT_EQ(tokenizer->model_max_length(), 8192u);
}

// A file of a few tokens, to be changed by the tests below.
JsonMap small_json() {
  return {
      {"added_tokens", JsonMap::array({added("[CLS]", 1), added("[SEP]", 2)})},
      {"normalizer", {{"type", "BertNormalizer"}, {"lowercase", true}}},
      {"pre_tokenizer", {{"type", "BertPreTokenizer"}}},
      {"post_processor", around("[CLS]", 1, "[SEP]", 2)},
      {"model",
       {{"type", "WordPiece"},
        {"unk_token", "[UNK]"},
        {"max_input_chars_per_word", 100},
        {"vocab",
         {{"[UNK]", 0}, {"[CLS]", 1}, {"[SEP]", 2}, {"ab", 3}, {"##c", 4}, {"A", 5}, {"a", 6}}}}}};
}

TEST(TokenizerJson, IsOverriddenByTheConfig) {
  EXPECT_EQ(load(small_json())->encode("A", 9), (Ids{1, 6, 2}));
  EXPECT_EQ(load(small_json(), R"({"do_lower_case": false})")->encode("A", 9), (Ids{1, 5, 2}));
  EXPECT_EQ(load(small_json(), R"({"model_max_length": 512})")->model_max_length(), 512u);
  EXPECT_GT(load(small_json(), R"({"model_max_length": 1e30})")->model_max_length(), 1u << 30);
}

TEST(TokenizerJson, MayCutTheBeginning) {
  EXPECT_EQ(load(small_json(), R"({"truncation_side": "left"})")->encode("a ab abc", 4),
            (Ids{1, 3, 4, 2}));
  EXPECT_EQ(load(small_json())->encode("a ab abc", 4), (Ids{1, 6, 3, 2}));
}

TEST(TokenizerJson, FindsAddedTokensAsTheyAreDeclared) {
  JsonMap json = small_json();
  JsonMap token = added("<x>", 7);
  token["lstrip"] = token["rstrip"] = true;
  json["added_tokens"].push_back(token);
  token = added("zz", 8);
  token["single_word"] = true;
  json["added_tokens"].push_back(token);
  token = added("QQ", 9);
  token["normalized"] = true;
  json["added_tokens"].push_back(token);
  const auto tokenizer = load(json);
  EXPECT_EQ(tokenizer->encode_raw("ab <x> ab"), (Ids{3, 7, 3}));
  EXPECT_EQ(tokenizer->encode_raw("zz azz zz"), (Ids{8, 0, 8}));
  EXPECT_EQ(tokenizer->encode_raw("qqab Qq"), (Ids{9, 3, 9}));
  EXPECT_EQ(tokenizer->vocabulary_size(), 10u);
  EXPECT_EQ(tokenizer->token(9), "QQ");
}

TEST(TokenizerJson, KnowsTokensThatTheConfigAdds) {
  const auto tokenizer =
      load(small_json(),
           R"({"added_tokens_decoder": {"7": {"content": "<new>"}, "3": {"content": "ab"}}})");
  EXPECT_EQ(tokenizer->encode_raw("a<new>ab"), (Ids{6, 7, 3}));
}

TEST(TokenizerJson, FallsBackToBytesWhereAsked) {
  JsonMap vocab = JsonMap::array({scored("<unk>", 0), scored("a", -1)});
  for (int byte = 0; byte < 256; ++byte)
    vocab.push_back(scored(fmt::format("<0x{:02X}>", byte), 0));
  JsonMap json = {
      {"model", {{"type", "Unigram"}, {"unk_id", 0}, {"byte_fallback", true}, {"vocab", vocab}}}};
  EXPECT_EQ(load(json)->encode_raw("aé"), (Ids{1, 2 + 0xC3, 2 + 0xA9}));
  json["model"]["byte_fallback"] = false;
  EXPECT_EQ(load(json)->encode_raw("aééa"), (Ids{1, 0, 1}));
}

struct Wrong {
  const char* place;  // a JSON pointer
  JsonMap value;
  Code code;
  const char* message;
};

class WrongTokenizerJson : public testing::TestWithParam<Wrong> {};

TEST_P(WrongTokenizerJson, IsRefusedWithASentence) {
  JsonMap json = small_json();
  json[JsonMap::json_pointer(GetParam().place)] = GetParam().value;
  try {
    load(json);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), GetParam().code) << error.what();
    EXPECT_THAT(error.what(), HasSubstr(GetParam().message));
  }
}

INSTANTIATE_TEST_SUITE_P(
    , WrongTokenizerJson,
    testing::Values(
        Wrong{"/model", nullptr, Code::DataCorrupt, "tokenizer.json: model should be an object"},
        Wrong{"/model/type", "BPF", Code::InvalidArgument,
              "model.type is \"BPF\", which is not supported"},
        Wrong{"/model/type", 7, Code::DataCorrupt, "model.type should be a string"},
        Wrong{"/model/type", "Unigram", Code::DataCorrupt, "model.vocab should be an array"},
        Wrong{"/model/type", "BPE", Code::DataCorrupt, "model.merges should be an array"},
        Wrong{"/model/vocab/ab", "3", Code::DataCorrupt,
              "model.vocab should be an object of integers"},
        Wrong{"/model/vocab/ab", -1, Code::DataCorrupt, "gives a token the id -1"},
        Wrong{"/model/vocab/ab", 1 << 30, Code::DataCorrupt, "gives a token the id 1073741824"},
        Wrong{"/model/unk_token", "[X]", Code::DataCorrupt, "holds no token \"[X]\""},
        Wrong{"/model/max_input_chars_per_word", 0, Code::DataCorrupt, "from 1 to 10000"},
        Wrong{"/normalizer/type", "Nmt", Code::InvalidArgument, "normalizer is {"},
        Wrong{"/normalizer/lowercase", "yes", Code::DataCorrupt,
              "normalizer.lowercase should be true or false"},
        Wrong{"/pre_tokenizer/type", "Split", Code::InvalidArgument, "not supported"},
        Wrong{"/pre_tokenizer", 1, Code::DataCorrupt, "pre_tokenizer should be an object"},
        Wrong{"/post_processor/special_tokens/[CLS]/ids", JsonMap::array({70}), Code::DataCorrupt,
              "should be the id of a token in the vocabulary"},
        Wrong{"/post_processor/special_tokens", JsonMap::object(), Code::DataCorrupt,
              "post_processor.special_tokens.[CLS] should be an object"},
        Wrong{"/post_processor/single", JsonMap::array(), Code::DataCorrupt,
              "should be one text with special tokens around it"},
        Wrong{"/added_tokens/0/content", "", Code::DataCorrupt,
              "added_tokens[0] should be a token that is not empty"},
        Wrong{"/added_tokens/0/content", nullptr, Code::DataCorrupt,
              "added_tokens[0].content should be a string"}));

TEST(TokenizerJson, IsRefusedWhenBroken) {
  TemporaryFolder folder;
  for (const auto& [text, message] : std::vector<std::pair<std::string, std::string>>{
           {"", "is not valid JSON at byte"},
           {"[", "is not valid JSON at byte"},
           {"[]", "should be an object"},
           {"{}", "model should be an object"},
           {std::string(1 << 20, '['), "is nested more than 200 levels deep"}}) {
    write_file_atomic(folder.path() / "tokenizer.json", text);
    try {
      load_tokenizer(folder.path());
      FAIL() << "accepted";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::DataCorrupt);
      EXPECT_THAT(error.what(), HasSubstr(message));
    }
  }
}

TEST(TokenizerJson, RefusesACharacterMapThatLeadsOutside) {
  const ModelFile model(kTokenizers / "test_sentencepiece.model");
  const auto load_with = [&](std::string charsmap) {
    ModelFile changed = model;
    changed.charsmap = std::move(charsmap);
    return load(xlm_roberta_json(changed));
  };
  EXPECT_NO_THROW(load_with(model.charsmap));
  EXPECT_NO_THROW(load_with(""));
  EXPECT_THROW(load_with(model.charsmap.substr(0, model.charsmap.size() - 1)), Error);
  EXPECT_THROW(load_with(model.charsmap.substr(0, 1000)), Error);
  EXPECT_THROW(load_with("abc"), Error);
  std::string far = model.charsmap;
  far[6] = far[7] = '\x7F';  // the root's offset
  EXPECT_THROW(load_with(far), Error);
  // A root marked as a value has an offset all the same.
  std::string value = model.charsmap;
  value.replace(4, 4, "\xFF\xFF\xFF\xFF");
  expect_error(Code::DataCorrupt, "the precompiled character map leads outside itself (unit 0)",
               [&] { load_with(value); });
}

}  // namespace
}  // namespace sempurna
