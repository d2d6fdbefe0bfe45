#include "weights/pickle.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

using namespace std::string_literals;

std::vector<PickledTensor> read(const std::string& pickle) {
  return read_state_dict(pickle, "m.pth");
}

void expect_refused(const std::string& pickle, std::string_view part,
                    Code code = Code::DataCorrupt) {
  SCOPED_TRACE(part);
  expect_error(code, part, [&] { read(pickle); });
}

std::string text(std::string_view value) {
  return "\x8c"s + static_cast<char>(value.size()) + std::string(value);
}

const std::string kRebuild = "ctorch._utils\n_rebuild_tensor_v2\n";
const std::string kStorage =
    "(" + text("storage") + "ctorch\nFloatStorage\n" + text("0") + text("cpu") + "K\x06tQ";

/// A tensor with sizes and strides given as pickled values between marks.
std::string tensor(const std::string& sizes, const std::string& strides,
                   const std::string& offset = "K\x02") {
  return kRebuild + "(" + kStorage + offset + "(" + sizes + "t(" + strides + "t\x89}tR";
}

std::string dict_of(const std::string& name, const std::string& value) {
  return "\x80\x02}" + text(name) + value + "s.";
}

TEST(Pickle, ReadsATensorOfAStateDict) {
  const auto tensors = read(dict_of("weight", tensor("K\x02K\x01", "K\x01K\x01")));
  ASSERT_EQ(tensors.size(), 1U);
  EXPECT_EQ(tensors[0].name, "weight");
  EXPECT_EQ(tensors[0].dtype, DType::F32);
  EXPECT_EQ(tensors[0].storage, "0");
  EXPECT_EQ(tensors[0].storage_numel, 6);
  EXPECT_EQ(tensors[0].offset, 2);
  EXPECT_EQ(tensors[0].shape, (std::vector<int64_t>{2, 1}));
  EXPECT_EQ(tensors[0].strides, (std::vector<int64_t>{1, 1}));
}

TEST(Pickle, ReadsWholeNumbersOfEveryLength) {
  const auto sizes = read(dict_of(
      "w", tensor("\x8a\0\x8a\x02\xe8\x03M\xe8\x03J\xe8\x03\0\0"s, "K\x01K\x01K\x01K\x01")))[0]
                         .shape;
  EXPECT_EQ(sizes, (std::vector<int64_t>{0, 1000, 1000, 1000}));
  expect_refused(dict_of("w", tensor("\x8a\x01\xff"s, "K\x01")),
                 "tensor w has a size or stride that is no natural number");
  expect_refused(dict_of("w", tensor("J\xff\xff\xff\xff"s, "K\x01")), "no natural number");
  expect_refused(dict_of("w", tensor("\x8a\x09"s + std::string(9, '\x01'), "K\x01")),
                 "holds a whole number of 9 bytes", Code::InvalidArgument);
}

TEST(Pickle, LeavesOutWhatIsNoTensorAndUnwraps) {
  const std::string inner = "}" + text("w") + tensor("K\x01", "K\x01") + "s";
  for (const std::string name : {"state_dict", "model_state_dict", "model"}) {
    const auto tensors = read("\x80\x02}(" + text("epoch") + "K\x03" + text(name) + inner +
                              text("lr") + "G\x3f\xe0\0\0\0\0\0\0"s + "u.");
    ASSERT_EQ(tensors.size(), 1U);
    EXPECT_EQ(tensors[0].name, "w");
  }
}

TEST(Pickle, RefusesAnUnknownNameWithoutRunningIt) {
  const auto refused = [](const std::string& pickle, std::string_view part) {
    expect_refused(pickle, part, Code::InvalidArgument);
  };
  refused(
      "\x80\x02"
      "cposix\nsystem\n(" +
          text("true") + "tR.",
      "the pickle asks for posix.system, which no state dict needs");
  refused("\x80\x04" + text("builtins") + text("eval") + "\x93" + text("1") + "\x85R.",
          "asks for builtins.eval");
  refused(
      "\x80\x02"
      "ctorch\nload\n.",
      "asks for torch.load");
  refused(
      "\x80\x02"
      "ctorch.storage\n_load_from_bytes\n.",
      "asks for torch.storage._load_from_bytes");
  // A storage's name is one of torch's own module only.
  refused(
      "\x80\x02"
      "cevil\nFloatStorage\n.",
      "asks for evil.FloatStorage");
}

TEST(Pickle, RefusesEveryOperationThatNoStateDictNeeds) {
  const std::string known =
      "\x80\x95(012N\x88\x89JKM\x8aGXTB\x8cUC\x8d\x8e]lae)t\x85\x86\x87}suqr\x94hjc\x93QRb.";
  for (int operation = 0; operation < 256; ++operation) {
    if (known.find(static_cast<char>(operation)) != std::string::npos) continue;
    expect_refused("\x80\x02"s + static_cast<char>(operation) + "a\nb\nc\n.",
                   fmt::format("uses the pickle operation 0x{:02x}", operation),
                   Code::InvalidArgument);
  }
}

TEST(Pickle, RefusesAProtocolOfTheFuture) {
  expect_refused("\x80\x06}.", "is a pickle of protocol 6", Code::InvalidArgument);
}

TEST(Pickle, RefusesEveryCut) {
  const std::string whole = dict_of("weight", tensor("K\x02K\x01", "K\x01K\x01"));
  for (size_t length = 0; length < whole.size(); ++length) {
    SCOPED_TRACE(length);
    expect_refused(whole.substr(0, length), "is cut short");
  }
  expect_refused("\x80\x02X\xff\xff\xff\xff", "is cut short");
  expect_refused("\x80\x02\x8d\xff\xff\xff\xff\xff\xff\xff\xff", "is cut short");
}

TEST(Pickle, RefusesOperationsThatFindNothingOnTheStack) {
  for (const std::string operation : {"0", "2", "R", "Q", "b", "\x93", "\x85", "\x87", "."}) {
    expect_refused("\x80\x02" + operation + ".", "takes a value where there is none");
  }
  for (const std::string operation : {"t", "l", "e", "u", "1"}) {
    expect_refused("\x80\x02" + operation + ".", "closes a list that it did not open");
  }
  expect_refused("\x80\x02}(2.", "takes a value where there is none");
  expect_refused("\x80\x02Nq\x01h\x02.", "recalls a value that it never kept");
}

TEST(Pickle, RefusesValuesOfTheWrongKind) {
  expect_refused("\x80\x02NNa.", "appends to something that is no list");
  expect_refused("\x80\x02NNNs.", "sets an item of something that is no dict");
  expect_refused("\x80\x02}(Nu.", "sets a key without a value");
  expect_refused("\x80\x02N)R.", "calls something that cannot be called");
  expect_refused("\x80\x02NQ.", "refers to a storage in an unknown way");
  expect_refused("\x80\x02NN\x93.", "names a class by something else than texts");
  expect_refused("\x80\x02" + kRebuild + "NR.", "calls something that cannot be called");
  expect_refused("\x80\x02" + kRebuild + ")R.", "makes a tensor out of something else");
  expect_refused(
      "\x80\x02"
      "ctorch\nSize\n)R.",
      "makes a size out of something that is no tuple");
  expect_refused(
      "\x80\x02"
      "ctorch._utils\n_rebuild_parameter\n)R.",
      "makes a parameter out of");
  expect_refused(
      "\x80\x02"
      "ccollections\nOrderedDict\nN\x85R.",
      "makes an OrderedDict out of");
  expect_refused("\x80\x02NNb.", "sets attributes of something that is no dict",
                 Code::InvalidArgument);
  expect_refused("\x80\x02]K\x01.", "holds no dict of tensors", Code::InvalidArgument);
  expect_refused("\x80\x02}" + text("a") + "Ns.", "holds no tensors, only a",
                 Code::InvalidArgument);
  expect_refused("\x80\x02}.", "holds no tensors, only nothing", Code::InvalidArgument);
}

TEST(Pickle, RefusesTensorsThatMakeNoSense) {
  expect_refused(dict_of("w", tensor("K\x01K\x01", "K\x01")), "tensor w has 2 sizes but 1 strides");
  expect_refused(dict_of("w", tensor("N", "K\x01")), "no natural number");
  std::string many;
  for (int i = 0; i < 65; ++i) many += "K\x01";
  expect_refused(dict_of("w", tensor(many, many)), "tensor w has 65 dimensions");
  expect_refused("\x80\x02}(" + text("w") + tensor("K\x01", "K\x01") + text("w") +
                     tensor("K\x01", "K\x01") + "u.",
                 "tensor w is there twice");
  expect_refused("\x80\x02}N" + tensor("K\x01", "K\x01") + "s.", "a tensor's name is no text");
}

TEST(Pickle, TakesNoTimeOverAListThatHoldsItself) {
  expect_refused(
      "\x80\x02]q\x01h\x01"
      "a.",
      "holds no dict of tensors", Code::InvalidArgument);
  expect_refused("\x80\x02}q\x01" + text("state_dict") + "h\x01s.", "holds no tensors",
                 Code::InvalidArgument);
}

TEST(Pickle, BoundsWhatAFewBytesCanRepeat) {
  const auto repeated = [](std::string_view part, size_t times) {
    std::string all;
    for (size_t i = 0; i < times; ++i) all += part;
    return all;
  };
  // One list of 10,000 pairs, made an OrderedDict again and again.
  expect_refused("\x80\x02K\x01K\x01\x86q\x01](" + repeated("h\x01", 10'000) +
                     "eq\x02"
                     "ccollections\nOrderedDict\nq\x03" +
                     repeated("h\x03h\x02\x85R", 1'000) + ".",
                 "holds more than 8000000 items", Code::InvalidArgument);
  expect_refused("\x80\x04N" + std::string(9'000'000, '\x94') + ".",
                 "holds more than 8000000 items", Code::InvalidArgument);

  std::string many = "\x80\x02}(" + text("0") + tensor("K\x01", "K\x01") + "q\x01";
  for (int i = 1; i <= 100'000; ++i) many += text(std::to_string(i)) + "h\x01";
  expect_refused(many + "u.", "m.pth: the file holds more than 100000 tensors; save only those",
                 Code::ResourceLimit);
}

TEST(Pickle, BoundsNamesBeforeItCopiesThem) {
  const std::string length_1025("\x01\x04\0\0", 4);
  expect_refused(
      "\x80\x02}X" + length_1025 + std::string(1025, 'n') + tensor("K\x01", "K\x01") + "s.",
      "a tensor's name has 1025 bytes where at most 1024 are read");
  expect_refused("\x80\x02(" + text("storage") + "ctorch\nFloatStorage\n" +
                     text(std::string(65, '0')) + text("cpu") + "K\x06tQ.",
                 "refers to a storage by a key of 65 bytes");
  std::string sizes;
  for (int i = 0; i < 65; ++i) sizes += "K\x01";
  expect_refused(
      "\x80\x02}(" + text("w") + tensor(sizes, sizes) + text("w") + tensor(sizes, sizes) + "u.",
      "tensor w is there twice");
  try {
    read(
        "\x80\x02"
        "cx\n" +
        std::string(1'000'000, 'y') + "\n.");
    FAIL();
  } catch (const Error& error) {
    EXPECT_LT(std::string_view(error.what()).size(), 1000U);
  }
}

TEST(Pickle, BoundsTheNumberOfValues) {
  expect_refused("\x80\x02" + std::string(3'000'000, ']') + ".", "holds more than 2000000 values",
                 Code::InvalidArgument);
}

}  // namespace
}  // namespace sempurna
