#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/object.h"

namespace sempurna {

/// The smallest text above every key that begins with `prefix`. Keys are UTF-8, so that a byte FF
/// is above all of them.
std::string end_of_prefix(std::string prefix);

/// How keys in the order of their bytes become the entries of a listing: what lies below a common
/// prefix is passed by one seek, however much it is.
class PrefixWalk {
 public:
  explicit PrefixWalk(const ListRequest& request) : request_(request) {}

  /// The first key that can be an entry or below one.
  std::string start() const;
  /// Keys from here on do not have the prefix.
  std::string end() const { return end_of_prefix(request_.prefix); }
  /// Of a key that has the prefix: up to and with the first delimiter after that.
  std::optional<std::string> common_prefix(std::string_view key) const;

 private:
  const ListRequest& request_;
};

}  // namespace sempurna
