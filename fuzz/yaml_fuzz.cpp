// A server's configuration.

#include <string>
#include <string_view>

#include "accepts.h"
#include "base/files.h"
#include "config/read_config.h"

using namespace sempurna;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const TemporaryFolder folder("/dev/shm");
  ConfigSources sources;
  sources.file = folder.path() / "config.yaml";
  write_file_atomic(*sources.file, {reinterpret_cast<const char*>(data), size});
  sources.environment = [](const char*) { return std::string(); };
  accepts([&] { read_config(sources); });
  return 0;
}
