#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/json.h"
#include "image/preprocess.h"

namespace sempurna {

/// Reads members of a JSON object that describes a preprocessing, with errors (DataCorrupt) that
/// name the object and the member. Both must outlive it.
class PreprocessReader {
 public:
  /// `what` names the object in errors.
  PreprocessReader(const Json& json, std::string_view what) : json_(json), what_(what) {}

  template <typename... Args>
  [[noreturn]] void refuse(fmt::format_string<Args...> format, Args&&... args) const {
    throw Error(Code::DataCorrupt, "{}: {}", what_,
                fmt::format(format, std::forward<Args>(args)...));
  }

  /// The member, or null when it is absent or null.
  const Json* find(const char* member) const;

  bool truth(const char* member, bool otherwise) const;
  double number(const char* member, double otherwise) const;
  std::string text(const char* member, std::string_view otherwise) const;

  /// A side in pixels, from 1 to 4096.
  int side(const Json& value, const char* member) const;

  /// {height, width}, [height, width], or one number for both.
  Size size(const Json& value, const char* member) const;

  /// One number a colour. An absent one is `otherwise`, where the reader has it.
  std::array<double, 3> channels(const char* member,
                                 const std::array<double, 3>* otherwise = nullptr) const;

  /// As channels(), each more than 0.
  std::array<double, 3> deviations(const char* member,
                                   const std::array<double, 3>* otherwise = nullptr) const;

 private:
  const Json& json_;
  std::string_view what_;
};

}  // namespace sempurna
