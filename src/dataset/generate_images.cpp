#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/parallel.h"
#include "base/random.h"
#include "dataset/batik.h"
#include "dataset/generate.h"
#include "dataset/new_folder.h"
#include "image/encode.h"

namespace sempurna {

namespace {

constexpr uint64_t kSeed = 0x626174696b;  // "batik"
constexpr int kQuality = 85;

struct Part {
  std::string channel;
  int64_t each;
};

}  // namespace

void generate_default_images(const fs::path& folder, int threads) {
  NewFolder out(folder);
  uint64_t channel_number = 0;
  for (const auto& [channel, each] : {Part{"training", 120}, Part{"test", 60}}) {
    const uint64_t key = mix(kSeed, channel_number++);
    for (const std::string_view name : kBatikNames) make_folders(out.path() / channel / name);
    const auto classes = static_cast<int64_t>(kBatikNames.size());
    parallel_for(classes * each, threads, [&, channel = channel, each = each](int64_t i) {
      const auto motif = static_cast<Batik>(i / each);
      const Image image = draw_batik(motif, mix(key, static_cast<uint64_t>(i % each)));
      out.write(fmt::format("{}/{}/{:03}.jpg", channel, kBatikNames[static_cast<size_t>(motif)],
                            i % each + 1),
                encode_jpeg(image, kQuality));
    });
  }
  out.finish();
}

}  // namespace sempurna
