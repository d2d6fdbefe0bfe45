#include "api/xml_writer.h"

#include <fmt/format.h>

namespace sempurna {

namespace {

// Control characters, which a key may hold, are written by their numbers as AWS does.
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += fmt::format("&#x{:x};", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
}

}  // namespace

XmlWriter::XmlWriter(std::string_view root, std::string_view xml_namespace)
    : text_("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") {
  text_ += fmt::format("<{}", root);
  if (!xml_namespace.empty()) text_ += fmt::format(" xmlns=\"{}\"", xml_namespace);
  text_ += ">";
  open_.emplace_back(root);
}

XmlWriter& XmlWriter::open(std::string_view name) {
  text_ += fmt::format("<{}>", name);
  open_.emplace_back(name);
  return *this;
}

XmlWriter& XmlWriter::close() {
  text_ += fmt::format("</{}>", open_.back());
  open_.pop_back();
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, std::string_view text) {
  text_ += fmt::format("<{}>", name);
  append_escaped(text_, text);
  text_ += fmt::format("</{}>", name);
  return *this;
}

XmlWriter& XmlWriter::element(std::string_view name, int64_t number) {
  return element(name, std::string_view(std::to_string(number)));
}

std::string XmlWriter::finish() {
  while (!open_.empty()) close();
  return std::move(text_);
}

}  // namespace sempurna
