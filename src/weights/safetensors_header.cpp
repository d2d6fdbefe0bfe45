#include "weights/safetensors_header.h"

#include <limits>
#include <utility>

#include "base/error.h"
#include "base/json.h"

namespace sempurna {

namespace {

// Torch itself stops at 64; no published checkpoint has more than 5.
constexpr size_t kMaxDimensions = 64;

class HeaderReader : public nlohmann::json_sax<Json> {
 public:
  HeaderReader(std::string_view what, SafetensorsHeader& header) : what_(what), header_(header) {}

  bool start_object(size_t) override {
    switch (at_) {
      case At::Start:
        at_ = At::Top;
        return true;
      case At::TopValue:
        if (key_ == "__metadata__") {
          if (std::exchange(seen_metadata_, true)) fail("has two __metadata__ entries");
          at_ = At::Metadata;
        } else {
          header_.entries.push_back({.name = key_, .shape = {}});
          seen_dtype_ = seen_shape_ = seen_offsets_ = false;
          at_ = At::Tensor;
        }
        return true;
      default:
        return unexpected("an object");
    }
  }

  bool end_object() override {
    if (at_ == At::Tensor) {
      for (const auto& [seen, member] : {std::pair(seen_dtype_, "dtype"),
                                         {seen_shape_, "shape"},
                                         {seen_offsets_, "data_offsets"}}) {
        if (!seen) fail(fmt::format("has no \"{}\" for tensor {}", member, entry().name));
      }
    }
    at_ = at_ == At::Top ? At::End : At::Top;
    return true;
  }

  bool key(string_t& text) override {
    key_ = std::move(text);
    if (at_ == At::Top) {
      at_ = At::TopValue;
    } else if (at_ == At::Metadata) {
      at_ = At::MetadataValue;
    } else if (key_ == "dtype") {
      once(seen_dtype_);
      at_ = At::Dtype;
    } else if (key_ == "shape") {
      once(seen_shape_);
      at_ = At::Shape;
    } else if (key_ == "data_offsets") {
      once(seen_offsets_);
      offsets_ = 0;
      at_ = At::Offsets;
    } else {
      fail(fmt::format("has an unknown member \"{}\" for tensor {}", key_, entry().name));
    }
    return true;
  }

  bool string(string_t& text) override {
    if (at_ == At::MetadataValue) {
      if (!header_.metadata.emplace(key_, text).second) {
        fail(fmt::format("has the metadata entry {} twice", key_));
      }
      at_ = At::Metadata;
      return true;
    }
    if (at_ != At::Dtype) return unexpected("a text");
    const auto dtype = dtype_named(text);
    if (!dtype) {
      throw Error(Code::InvalidArgument,
                  "{}: tensor {} holds numbers of the kind \"{}\", which is not supported; convert "
                  "it to F32, F16 or BF16",
                  what_, entry().name, text);
    }
    entry().dtype = *dtype;
    at_ = At::Tensor;
    return true;
  }

  bool start_array(size_t) override {
    if (at_ == At::Shape) {
      at_ = At::ShapeItems;
    } else if (at_ == At::Offsets) {
      at_ = At::OffsetItems;
    } else {
      return unexpected("a list");
    }
    return true;
  }

  bool end_array() override {
    if (at_ == At::OffsetItems && offsets_ != 2) {
      fail(fmt::format("has {} data offsets for tensor {} where two are needed", offsets_,
                       entry().name));
    }
    at_ = At::Tensor;
    return true;
  }

  bool number_unsigned(number_unsigned_t value) override {
    if (at_ == At::ShapeItems) {
      if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
        fail(fmt::format("has a size beyond any memory for tensor {}", entry().name));
      }
      if (entry().shape.size() == kMaxDimensions) {
        fail(
            fmt::format("has more than {} dimensions for tensor {}", kMaxDimensions, entry().name));
      }
      entry().shape.push_back(static_cast<int64_t>(value));
      return true;
    }
    if (at_ != At::OffsetItems) return unexpected("a number");
    if (offsets_ < 2) (offsets_ == 0 ? entry().begin : entry().end) = value;
    ++offsets_;
    return true;
  }

  bool number_integer(number_integer_t) override { return unexpected("a negative number"); }
  bool number_float(number_float_t, const string_t&) override {
    return unexpected("a number that is not whole");
  }
  bool null() override { return unexpected("null"); }
  bool boolean(bool) override { return unexpected("true or false"); }
  bool binary(binary_t&) override { return unexpected("binary"); }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    fail(fmt::format("is not valid JSON at byte {}", position));
  }

 private:
  enum class At {
    Start,
    Top,
    TopValue,
    Metadata,
    MetadataValue,
    Tensor,
    Dtype,
    Shape,
    ShapeItems,
    Offsets,
    OffsetItems,
    End
  };

  SafetensorsEntry& entry() { return header_.entries.back(); }

  void once(bool& seen) {
    if (std::exchange(seen, true)) {
      fail(fmt::format("says \"{}\" twice for tensor {}", key_, entry().name));
    }
  }

  bool unexpected(std::string_view kind) {
    if (at_ == At::Start) fail(fmt::format("is {} where an object is needed", kind));
    if (at_ == At::TopValue || at_ == At::MetadataValue) {
      fail(fmt::format("has {} as the value of {}", kind, key_));
    }
    fail(fmt::format("has {} in \"{}\" of tensor {}", kind, key_, entry().name));
  }

  [[noreturn]] void fail(std::string_view fault) const {
    throw Error(Code::DataCorrupt, "{}: the header {}; the file is damaged, fetch it again", what_,
                fault);
  }

  std::string_view what_;
  SafetensorsHeader& header_;
  At at_ = At::Start;
  std::string key_;
  bool seen_metadata_ = false;
  bool seen_dtype_ = false;
  bool seen_shape_ = false;
  bool seen_offsets_ = false;
  int offsets_ = 0;
};

}  // namespace

SafetensorsHeader parse_safetensors_header(std::string_view json, std::string_view what) {
  SafetensorsHeader header;
  HeaderReader reader(what, header);
  Json::sax_parse(json, &reader);
  return header;
}

}  // namespace sempurna
