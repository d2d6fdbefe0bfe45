#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sempurna {

/// The fields of one protocol buffer message, one after the other, in the wire format that
/// protobuf.dev/programming-guides/encoding describes. Nothing is copied and nothing is read beyond
/// the bytes given. Every error is a DataCorrupt that names the file and the byte.
class WireFields {
 public:
  /// How a field's content is written.
  enum class Form { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

  struct Field {
    uint32_t number = 0;
    Form form = Form::Varint;
    uint64_t value = 0;      ///< unless Bytes
    std::string_view bytes;  ///< if Bytes
  };

  /// Fields of a whole file, called `where` in messages.
  WireFields(std::string_view file, std::string_view where)
      : rest_(file), file_(file), where_(where) {}

  /// Empty at the end of the message.
  std::optional<Field> next();

  /// The fields of a message within this one. The accessors throw when the field last read,
  /// `field`, is written in another form.
  WireFields message(const Field& field) const;
  std::string_view bytes(const Field& field) const;
  uint64_t varint(const Field& field) const;
  bool boolean(const Field& field) const { return varint(field) != 0; }
  float float32(const Field& field) const;

 private:
  void expect(const Field& field, Form form) const;
  uint64_t read_varint();
  std::string_view take(uint64_t count);
  [[noreturn]] void fail(std::string_view what) const;

  std::string_view rest_;
  std::string_view file_;
  std::string_view where_;
};

}  // namespace sempurna
