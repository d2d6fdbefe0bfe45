#include "dataset/class_names.h"

#include <fmt/format.h>

#include <set>

#include "base/error.h"
#include "dataset/text_rows.h"
#include "text/csv.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

void read_rows(const fs::path& file, ClassNames& names, Collector& findings) {
  const CsvFile csv(file);
  std::set<std::string> seen;
  CsvReader reader = csv.reader();
  CsvRow row;
  while (reader.next(row)) {
    if (row.header) continue;
    const auto bad = [&](const std::string& message) {
      findings.add(Severity::Error, "class-names", file.string(), static_cast<int64_t>(row.record),
                   message, "Write a whole number, a comma and the name of its class: 0,negative");
    };
    const auto number = parse_label(row.fields[0]);
    if (!number || row.fields.size() < 2) {
      bad(number ? "the class has no name"
                 : fmt::format("{} is not a whole number", excerpt(row.fields[0])));
      continue;
    }
    if (find_invalid_utf8(row.fields[1]) != std::string_view::npos) {
      bad("the name is not UTF-8");
      continue;
    }
    const std::string name = to_nfc(trimmed(row.fields[1]));
    if (name.empty()) {
      bad("the class has no name");
    } else if (!seen.insert(name).second) {
      bad(fmt::format("the name {} is given to two classes", excerpt(name)));
    } else if (!names.emplace(*number, name).second) {
      bad(fmt::format("the class {} has a name already", *number));
    }
  }
}

}  // namespace

std::optional<ClassNames> read_class_names(const fs::path& data_csv, Collector& findings) {
  const fs::path file = data_csv.parent_path() / "labels.csv";
  std::error_code error;
  if (file == data_csv || !fs::exists(file, error)) return std::nullopt;
  ClassNames names;
  try {
    read_rows(file, names, findings);
  } catch (const Error& unreadable) {
    findings.add(Severity::Error, "class-names", file.string(), 0, unreadable.what());
  }
  return names;
}

}  // namespace sempurna
