#include "accepts.h"
#include "text/csv.h"

namespace {

using namespace sempurna;

void read_all(std::string_view text, const CsvDialect& dialect) {
  CsvReader reader(text, dialect);
  CsvRow row;
  size_t field_bytes = 0;
  uint64_t records = 0;
  uint64_t line = 0;
  while (reader.next(row)) {
    ensure(row.record > records, "records are counted, those that are passed over too");
    records = row.record;
    ensure(row.line > line, "a record begins in a line of its own");
    line = row.line;
    ensure(!row.fields.empty() && row.fields.size() <= CsvReader::kMaxFields,
           "a record has fields");
    for (const auto field : row.fields) {
      touch(std::as_bytes(std::span(field)));
      field_bytes += field.size();
    }
    for (const auto& problem : row.problems) {
      ensure(!problem.sentence.empty() && problem.line > 0, "a problem has words and a place");
    }
  }
  ensure(field_bytes <= text.size(), "fields hold no more than the text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  accepts([&] {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const CsvEncoding encoding = csv_encoding(bytes, "fuzz");
    std::string converted;
    std::string_view text = bytes;
    if (encoding != CsvEncoding::Utf8) {
      converted = utf16_to_utf8(bytes, encoding == CsvEncoding::Utf16BigEndian);
      text = converted;
    }
    read_all(text, sniff_csv(text));
    CsvDialect dialect;
    read_all(text, dialect);
    dialect.separator = '\t';
    dialect.backslash = true;
    dialect.columns = 2;
    read_all(text, dialect);
  });
  return 0;
}
