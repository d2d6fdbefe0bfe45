#include <webp/decode.h>
#include <webp/demux.h>

#include <memory>

#include "base/error.h"
#include "image/codecs.h"

namespace sempurna {
namespace {

[[noreturn]] void refuse() {
  throw Error(Code::DataCorrupt,
              "the WebP's data cannot be decoded: the file is damaged; copy or download it again");
}

/// The first frame on its canvas.
void decode_animated(Bytes bytes, Image& image) {
  const WebPData data{reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()};
  WebPAnimDecoderOptions options;
  if (WebPAnimDecoderOptionsInit(&options) == 0) refuse();
  options.color_mode = MODE_RGBA;
  const std::unique_ptr<WebPAnimDecoder, decltype(&WebPAnimDecoderDelete)> decoder(
      WebPAnimDecoderNew(&data, &options), &WebPAnimDecoderDelete);
  uint8_t* rgba = nullptr;
  int time = 0;
  if (!decoder || WebPAnimDecoderGetNext(decoder.get(), &rgba, &time) == 0) refuse();
  const size_t count = image.pixels.size() / 3;
  uint8_t* rgb = image.pixels.data();
  for (size_t i = 0; i < count; ++i, rgb += 3, rgba += 4) {
    rgb[0] = rgba[0];
    rgb[1] = rgba[1];
    rgb[2] = rgba[2];
  }
}

}  // namespace

Image decode_webp(Bytes bytes, const Inspection& inspection) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  // The picture as stored; inspect() gives the upright size.
  int width = inspection.width;
  int height = inspection.height;
  if (inspection.orientation >= 5) std::swap(width, height);
  WebPBitstreamFeatures features;
  if (WebPGetFeatures(data, bytes.size(), &features) != VP8_STATUS_OK) refuse();
  if (features.width != width || features.height != height) refuse();
  Image image(width, height);
  if (features.has_animation != 0) {
    decode_animated(bytes, image);
  } else if (WebPDecodeRGBInto(data, bytes.size(), image.pixels.data(), image.pixels.size(),
                               width * 3) == nullptr) {
    refuse();
  }
  return image;
}

}  // namespace sempurna
