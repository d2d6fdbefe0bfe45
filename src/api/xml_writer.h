#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// An XML document as it is written, element by element.
class XmlWriter {
 public:
  /// Begins with the declaration and the root.
  explicit XmlWriter(std::string_view root, std::string_view xml_namespace = {});

  XmlWriter& open(std::string_view name);
  XmlWriter& close();
  XmlWriter& element(std::string_view name, std::string_view text);
  XmlWriter& element(std::string_view name, const char* text) {
    return element(name, std::string_view(text));
  }
  XmlWriter& element(std::string_view name, int64_t number);
  XmlWriter& element(std::string_view name, bool value) {
    return element(name, value ? "true" : "false");
  }

  /// Closes what is open and gives the whole.
  std::string finish();

 private:
  std::string text_;
  std::vector<std::string> open_;
};

}  // namespace sempurna
