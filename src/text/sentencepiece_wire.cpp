#include "text/sentencepiece_wire.h"

#include <bit>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr uint64_t kMaxFieldNumber = (1 << 29) - 1;

std::string_view name(WireFields::Form form) {
  switch (form) {
    case WireFields::Form::Varint:
      return "an integer";
    case WireFields::Form::Fixed64:
      return "eight bytes";
    case WireFields::Form::Bytes:
      return "a byte string";
    case WireFields::Form::Fixed32:
      return "four bytes";
  }
  return "";
}

uint64_t little_endian(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

}  // namespace

std::optional<WireFields::Field> WireFields::next() {
  if (rest_.empty()) return std::nullopt;
  const uint64_t tag = read_varint();
  if (tag >> 3 == 0 || tag >> 3 > kMaxFieldNumber) fail("no field has such a number");
  Field field;
  field.number = static_cast<uint32_t>(tag >> 3);
  switch (tag & 7) {
    case 0:
      field.value = read_varint();
      break;
    case 1:
      field.value = little_endian(take(8));
      break;
    case 2:
      field.bytes = take(read_varint());
      break;
    case 5:
      field.value = little_endian(take(4));
      break;
    default:
      fail("a field is of no known form");
  }
  field.form = static_cast<Form>(tag & 7);
  return field;
}

WireFields WireFields::message(const Field& field) const {
  WireFields inner = *this;
  inner.rest_ = bytes(field);
  return inner;
}

std::string_view WireFields::bytes(const Field& field) const {
  expect(field, Form::Bytes);
  return field.bytes;
}

uint64_t WireFields::varint(const Field& field) const {
  expect(field, Form::Varint);
  return field.value;
}

float WireFields::float32(const Field& field) const {
  expect(field, Form::Fixed32);
  return std::bit_cast<float>(static_cast<uint32_t>(field.value));
}

void WireFields::expect(const Field& field, Form form) const {
  if (field.form == form) return;
  fail(fmt::format("field {} is {} instead of {}", field.number, name(field.form), name(form)));
}

uint64_t WireFields::read_varint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(1)[0]);
    if (shift == 63 && byte > 1) break;
    value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
  fail("an integer has more than 64 bits");
}

std::string_view WireFields::take(uint64_t count) {
  if (count > rest_.size()) {
    fail(fmt::format("{} bytes should follow, {} are left", count, rest_.size()));
  }
  const auto taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

void WireFields::fail(std::string_view what) const {
  throw Error(Code::DataCorrupt,
              "{} is no SentencePiece model, or is cut short or damaged: {} (byte {})", where_,
              what, rest_.data() - file_.data());
}

}  // namespace sempurna
