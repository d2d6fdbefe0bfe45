#include <map>
#include <vector>

#include "api/cloudwatch/error.h"
#include "api/cloudwatch/members.h"
#include "api/cloudwatch/protocol.h"
#include "api/query/operation.h"
#include "api/xml_writer.h"
#include "base/iso_time.h"
#include "base/number.h"

namespace sempurna::cloudwatch {

namespace {

constexpr std::string_view kNamespace = "http://monitoring.amazonaws.com/doc/2010-08-01/";
constexpr size_t kMostParts = 12;  // of a parameter's name; the deepest that there is has nine

/// What a form says of a member: its text, or what it says of the members below, or both, which is
/// one too many.
struct Node {
  std::optional<std::string> text;
  std::map<std::string, Node> below;
};

std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts(1);
  for (const char c : name) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

Node tree_of(const std::map<std::string, std::string>& form) {
  Node root;
  for (const auto& [name, value] : form) {
    const auto parts = parts_of(name);
    if (parts.size() > kMostParts) {
      throw CloudWatchError(kNotReadable, "the parameter {} has too many parts", name);
    }
    Node* at = &root;
    for (const auto& part : parts) at = &at->below[part];
    at->text = value;
  }
  return root;
}

JsonMap value_of(const std::string& name, const std::string& text) {
  const auto wrong = [&](const char* what) {
    return CloudWatchError(kNotReadable, "{} is '{}', but must be {}", name, text, what);
  };
  switch (kind_of(name)) {
    case MemberKind::Number: {
      const auto number = read_number<int64_t>(text);
      if (!number) throw wrong("a whole number");
      return *number;
    }
    case MemberKind::Flag:
      if (text != "true" && text != "false") throw wrong("true or false");
      return text == "true";
    case MemberKind::Time: {
      const auto time = read_iso_time(text);
      if (!time) throw wrong("a time in UTC, as 2026-01-02T03:04:05Z");
      return static_cast<double>(time->time_since_epoch().count()) / 1000;
    }
    case MemberKind::List:  // as clients write an empty one
      if (!text.empty()) throw wrong("a list");
      return JsonMap::array();
    case MemberKind::Text:
      break;
  }
  return text;
}

JsonMap object_of(const Node& node);

/// Of Name.member.1, Name.member.2, …
JsonMap list_of(const std::string& name, const Node& node) {
  const auto members = node.below.find("member");
  if (members == node.below.end() || node.below.size() > 1) {
    throw CloudWatchError(kNotReadable, "{} is a list, {}.member.1 and so on", name, name);
  }
  std::map<int64_t, const Node*> in_order;
  for (const auto& [number, one] : members->second.below) {
    const auto place = read_number<int64_t>(number);
    if (!place || one.text.has_value() != one.below.empty()) {
      throw CloudWatchError(kNotReadable, "{}.member.{} cannot be read", name, number);
    }
    in_order[*place] = &one;
  }
  JsonMap list = JsonMap::array();
  for (const auto& [place, one] : in_order) {
    list.push_back(one->text ? JsonMap(*one->text) : object_of(*one));
  }
  return list;
}

JsonMap object_of(const Node& node) {
  JsonMap object = JsonMap::object();
  for (const auto& [name, one] : node.below) {
    if (one.text.has_value() != one.below.empty()) {
      throw CloudWatchError(kNotReadable, "{} is given both as a value and as members", name);
    }
    if (one.text) {
      object[name] = value_of(name, *one.text);
    } else {
      object[name] = kind_of(name) == MemberKind::List ? list_of(name, one) : object_of(one);
    }
  }
  return object;
}

std::string text_of(const Json& value, bool is_time) {
  if (is_time) {
    return iso_time(Time(std::chrono::milliseconds(std::llround(value.get<double>() * 1000))));
  }
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_float()) return fmt::format("{}", value.get<double>());
  return value.dump();
}

void write_members(XmlWriter& xml, const Json& object);

void write(XmlWriter& xml, const std::string& name, const Json& value) {
  if (value.is_array()) {
    xml.open(name);
    const bool are_times = name == "Timestamps";
    for (const Json& one : value) {
      if (one.is_object()) {
        xml.open("member");
        write_members(xml, one);
        xml.close();
      } else {
        xml.element("member", text_of(one, are_times));
      }
    }
    xml.close();
  } else if (value.is_object()) {  // a map, of ExtendedStatistics
    xml.open(name);
    for (const auto& [key, one] : value.items()) {
      xml.open("entry").element("key", key).element("value", text_of(one, false)).close();
    }
    xml.close();
  } else {
    xml.element(name, text_of(value, kind_of(name) == MemberKind::Time));
  }
}

void write_members(XmlWriter& xml, const Json& object) {
  for (const auto& [name, value] : object.items()) write(xml, name, value);
}

class QueryProtocol : public Protocol {
 public:
  Asked read(const ServerRequest& request, const std::string& body) const override {
    if (request.method != "POST" || request.path != "/") {
      throw CloudWatchError("MissingAction", "a call of monitoring is a form that is posted to /");
    }
    auto form = query::parse_form(body);
    Asked asked;
    asked.operation = form["Action"];
    form.erase("Action");
    form.erase("Version");
    asked.input = object_of(tree_of(form));
    return asked;
  }

  void answer(Call& call, const Json& output) const override {
    const std::string name(call.operation.name);
    XmlWriter xml(name + "Response", kNamespace);
    xml.open(name + "Result");
    write_members(xml, output);
    xml.close().open("ResponseMetadata").element("RequestId", call.request.id).close();
    send(call, 200, xml.finish());
  }

  void answer_failure(Call& call, const Failure& failure) const override {
    XmlWriter xml("ErrorResponse", kNamespace);
    xml.open("Error")
        .element("Type", failure.status < 500 ? "Sender" : "Receiver")
        .element("Code", failure.code)
        .element("Message", failure.message)
        .close();
    send(call, failure.status, xml.element("RequestId", call.request.id).finish());
  }

 private:
  static void send(Call& call, int status, const std::string& document) {
    call.answer.send(status, {{"Content-Type", "text/xml"}, {"x-amzn-RequestId", call.request.id}},
                     document);
  }
};

}  // namespace

const Protocol& query_protocol() {
  static const QueryProtocol kProtocol;
  return kProtocol;
}

}  // namespace sempurna::cloudwatch
