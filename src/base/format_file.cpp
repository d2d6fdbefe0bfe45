#include "base/format_file.h"

#include <string>

#include "base/error.h"
#include "base/number.h"

namespace sempurna {

void open_format(const fs::path& folder, int known) {
  const fs::path file = folder / "format";
  if (!fs::exists(file)) return write_file_atomic(file, std::to_string(known) + "\n");
  std::string text = read_file(file);
  if (text.ends_with('\n')) text.pop_back();
  const auto format = read_number<int>(text);
  if (!format || *format < 1) {
    throw Error(Code::DataCorrupt,
                "{} does not hold the number of a format; restore it from a backup", file.string());
  }
  if (*format > known) {
    throw Error(Code::Conflict,
                "{} was written by a later version of sempurna (format {}, this one knows {}); use "
                "that version",
                folder.string(), *format, known);
  }
}

}  // namespace sempurna
