#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "base/error.h"
#include "text/cpu_seconds.h"
#include "text/golden_tokens.h"
#include "text/sentencepiece_file.h"
#include "text/sentencepiece_model.h"

namespace sempurna {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using Type = SentencePiece::Type;

const fs::path kModels = kGolden / "sentencepiece";

std::string varint(uint64_t value) {
  std::string bytes;
  for (; value > 127; value >>= 7) bytes += static_cast<char>(value | 128);
  return bytes + static_cast<char>(value);
}
std::string number(uint64_t field, uint64_t value) {
  return varint(field << 3) + varint(value);
}
std::string bytes(uint64_t field, std::string_view content) {
  return varint(field << 3 | 2) + varint(content.size()) + std::string(content);
}
std::string score(float value) {
  std::string raw(4, '\0');
  std::memcpy(raw.data(), &value, 4);
  return varint(2 << 3 | 5) + raw;
}
std::string piece(std::string_view text, float log_probability, Type type = Type::Normal) {
  return bytes(1, bytes(1, text) + score(log_probability) + number(3, static_cast<uint64_t>(type)));
}
const std::string kUnknown = piece("<unk>", 0, Type::Unknown);
const std::string kBpe = bytes(2, number(3, 2));

SentencePieceModel model(std::string_view file) {
  return SentencePieceModel(file, "made.model");
}

Ids ids(const SentencePieceModel& model, std::string_view text) {
  Ids ids;
  model.append_ids(text, kLong, ids);
  return ids;
}

std::string refusal(std::string_view file, Code code = Code::DataCorrupt) {
  try {
    model(file);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    return error.what();
  }
  return "accepted";
}

class RecordedModel : public testing::TestWithParam<const char*> {};

TEST_P(RecordedModel, GivesTheIdsOfTheReference) {
  const Json recorded = read_json(kModels / "ids.json");
  const SentencePieceModel model(kModels / (GetParam() + std::string(".model")));
  const Json& expected = recorded[GetParam() + std::string(".model")];
  ASSERT_EQ(expected.size(), recorded["texts"].size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const std::string text = recorded["texts"][i];
    EXPECT_EQ(ids(model, text), expected[i].get<Ids>()) << i << ": " << text;
  }
}

INSTANTIATE_TEST_SUITE_P(, RecordedModel,
                         testing::Values("unigram_bytes_user_defined", "bpe_bytes_user_defined",
                                         "bpe_bytes_unused", "unigram_suffix", "char_user_defined",
                                         "word"),
                         [](const auto& info) { return std::string(info.param); });

TEST(SentencePiece, TakesTheMostProbablePieces) {
  const auto made = model(kUnknown + piece("▁", -3) + piece("a", -2) + piece("b", -2) +
                          piece("ab", -3) + piece("▁a", -9));
  EXPECT_EQ(ids(made, "ab  b"), (Ids{1, 4, 1, 3}));
  EXPECT_EQ(ids(made, "a"), (Ids{1, 2}));
  EXPECT_EQ(ids(made, ""), Ids{});
  EXPECT_EQ(ids(made, "  "), Ids{});
}

TEST(SentencePiece, JoinsNeighbouringUnknownCharacters) {
  const auto made = model(kUnknown + piece("▁", -3) + piece("a", -2));
  EXPECT_THAT(made.encode_pieces("xyéa z"), ElementsAre("▁", "xyé", "a", "▁", "z"));
  EXPECT_EQ(ids(made, "xyéa z"), (Ids{1, 0, 2, 1, 0}));
}

TEST(SentencePiece, MergesTheBestPairFirstAndTheLeftmostOfEquals) {
  const auto made = model(kBpe + kUnknown + piece("▁", -9) + piece("a", -9) + piece("b", -9) +
                          piece("aa", -1) + piece("ab", -0.5f) + piece("aab", -2));
  EXPECT_THAT(made.encode_pieces("aaa"), ElementsAre("▁", "aa", "a"));
  EXPECT_THAT(made.encode_pieces("aaab"), ElementsAre("▁", "aa", "ab"));
  EXPECT_THAT(made.encode_pieces("aab"), ElementsAre("▁", "aab"));
}

TEST(SentencePiece, IgnoresFieldsThatItDoesNotKnow) {
  const std::string unknown_fields = number(200, ~uint64_t{0}) + bytes(201, "text") +
                                     varint(202 << 3 | 5) + "1234" + varint(203 << 3 | 1) +
                                     "12345678";
  const auto made = model(unknown_fields + kUnknown + bytes(2, unknown_fields) +
                          bytes(3, unknown_fields) + piece("▁", -1) + piece("a", -1));
  EXPECT_EQ(ids(made, "a"), (Ids{1, 2}));
}

TEST(SentencePiece, ReadsHowTextIsPrepared) {
  const std::string pieces = kUnknown + piece("▁", -1) + piece("a", -1) + piece(" ", -1);
  EXPECT_EQ(ids(model(pieces + bytes(3, number(3, 0))), "a  a"), (Ids{2, 1, 2}));
  EXPECT_EQ(ids(model(pieces + bytes(3, number(4, 0))), "a  a"), (Ids{1, 2, 1, 1, 2}));
  EXPECT_EQ(ids(model(pieces + bytes(3, number(5, 0))), "a  a"), (Ids{3, 2, 3, 2}));
  EXPECT_EQ(ids(model(pieces + bytes(2, number(24, 1))), "a"), (Ids{2, 1}));
}

TEST(SentencePiece, RefusesModelsOfOtherTypes) {
  EXPECT_THAT(refusal(bytes(2, number(3, 9)) + kUnknown),
              HasSubstr("says that it is of model type 9"));
}

TEST(SentencePiece, RefusesWhatIsNoMessage) {
  const auto damaged = [](const std::string& bytes) { return refusal(kUnknown + bytes); };
  EXPECT_THAT(refusal(""), HasSubstr("is no SentencePiece model: it holds no pieces"));
  EXPECT_THAT(damaged("\x0A\xFF"), HasSubstr("1 bytes should follow, 0 are left"));
  EXPECT_THAT(damaged("\x0A\x05"
                      "abc"),
              AllOf(HasSubstr("is no SentencePiece model, or is cut short or damaged"),
                    HasSubstr("5 bytes should follow, 3 are left (byte 18)")));
  EXPECT_THAT(damaged(bytes(1, "").substr(0, 1) + varint(~uint64_t{0})),
              HasSubstr("18446744073709551615 bytes should follow"));
  EXPECT_THAT(damaged("\x08" + std::string(9, '\xFF') + "\x02"),
              HasSubstr("an integer has more than 64 bits"));
  EXPECT_THAT(damaged(std::string(1000, '\xFF')), HasSubstr("an integer has more than 64 bits"));
  EXPECT_THAT(damaged("\x0B"), HasSubstr("a field is of no known form"));
  EXPECT_THAT(damaged("\x0F"), HasSubstr("a field is of no known form"));
  EXPECT_THAT(damaged(std::string("\x00\x00", 2)), HasSubstr("no field has such a number"));
  EXPECT_THAT(damaged(varint(uint64_t{1} << 40) + "\x01"), HasSubstr("no field has such a number"));
  EXPECT_THAT(damaged(number(1, 3)), HasSubstr("field 1 is an integer instead of a byte string"));
  EXPECT_THAT(damaged(bytes(1, bytes(1, "a") + number(2, 1))),
              HasSubstr("field 2 is an integer instead of four bytes"));
  EXPECT_THAT(damaged(bytes(2, bytes(3, ""))),
              HasSubstr("field 3 is a byte string instead of an integer"));
}

TEST(SentencePiece, RefusesPiecesThatCannotBe) {
  const auto with = [](const std::string& bytes) { return refusal(kUnknown + bytes); };
  EXPECT_THAT(with(piece("a", -1) + piece("a", -2)), HasSubstr("the piece \"a\" twice (1 and 2)"));
  EXPECT_THAT(with(piece("<s>", 0, Type::Control) + piece("<s>", 0, Type::Control)),
              HasSubstr("the piece \"<s>\" twice (1 and 2)"));
  EXPECT_THAT(with(piece("<oov>", 0, Type::Unknown)), HasSubstr("two unknown pieces, 0 and 1"));
  EXPECT_THAT(refusal(piece("a", -1)), HasSubstr("has no unknown piece"));
  EXPECT_THAT(with(piece("", -1)), HasSubstr("piece 1 is empty"));
  EXPECT_THAT(with(piece("\xFF", -1)), HasSubstr("is not UTF-8"));
  EXPECT_THAT(with(piece(std::string_view("a\0b", 3), -1)), HasSubstr("holds a zero byte"));
  EXPECT_THAT(with(piece("a", NAN)), HasSubstr("the piece \"a\" (1) the score nan"));
  EXPECT_THAT(with(piece("a", -INFINITY)), HasSubstr("the score -inf"));
  EXPECT_THAT(with(piece("a", 0, static_cast<Type>(7))), HasSubstr("gives piece 1 the type 7"));
  EXPECT_THAT(with(piece("<0x00>", 0, Type::Byte)), HasSubstr("has no byte fallback"));
  EXPECT_THAT(with(piece("<0x00>", 0, Type::Byte) + bytes(2, number(35, 1))),
              HasSubstr("no byte piece \"<0x01>\""));
  EXPECT_THAT(with(bytes(3, bytes(2, "abc"))),
              HasSubstr("the precompiled character map is cut short or damaged"));
}

TEST(SentencePiece, RefusesMoreThanIsSensible) {
  EXPECT_THAT(refusal(kUnknown + piece(std::string(4097, 'a'), -1), Code::ResourceLimit),
              HasSubstr("piece 1 has 4097 bytes; at most 4096 are read"));
  EXPECT_THROW(parse_sentencepiece_file(std::string((64 << 20) + 1, ' '), "huge"), Error);
  std::string many;
  while (many.size() < (40 << 20)) many += piece(std::string(4000, 'a'), -1);
  EXPECT_THAT(refusal(many, Code::ResourceLimit), HasSubstr("more than 1048576 pieces"));
}

// Whatever is cut off or changed, the answer is a sentence or a model that works.
TEST(SentencePiece, SurvivesEveryTruncationAndManyChanges) {
  const std::string whole = read_file(kModels / "bpe_bytes_unused.model");
  const std::string_view text = "aku [URL] 中文 minum\xF0\x9F\x98\x80 <0x41>";
  const auto attempt = [&](std::string_view file) {
    try {
      ids(model(file), text);
    } catch (const Error& error) {
      EXPECT_NE(error.code(), Code::Internal) << error.what();
    }
  };
  for (size_t length = 0; length < whole.size(); length += 1 + length / 40) {
    attempt(std::string_view(whole).substr(0, length));
  }
  std::mt19937 random(5);
  for (int round = 0; round < 300; ++round) {
    std::string changed = whole;
    for (int i = 0; i < 3; ++i) changed[random() % changed.size()] = static_cast<char>(random());
    attempt(changed);
  }
}

class LongWord : public testing::TestWithParam<const char*> {};

TEST_P(LongWord, TakesLittleTime) {
  const SentencePieceModel model(kModels / (GetParam() + std::string(".model")));
  for (const std::string_view part : {"a", "aku", "x", " ", "\U0001F600", "▁", "an"}) {
    std::string text;
    while (text.size() < (256 << 10)) text += part;
    const double taken = cpu_seconds([&] {
      ids(model, text);
      model.encode_pieces(text);
    });
    EXPECT_LT(taken, 10) << part;
  }
}

INSTANTIATE_TEST_SUITE_P(, LongWord,
                         testing::Values("unigram_bytes_user_defined", "bpe_bytes_unused"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace sempurna
