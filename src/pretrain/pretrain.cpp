#include "pretrain/pretrain.h"

#include "base/error.h"
#include "base/usable_threads.h"
#include "pretrain/pretrain_images.h"
#include "pretrain/pretrain_text.h"
#include "train/threads.h"

namespace sempurna {

void pretrain(const fs::path& recipe, const fs::path& data, const fs::path& output) {
  if (fs::exists(output)) {
    throw Error(Code::AlreadyExists, "{} is there already; remove it or choose another folder",
                output.string());
  }
  set_compute_threads(usable_threads());
  const std::string kind = read_recipe_kind(recipe);
  if (kind == "images") return pretrain_images(read_image_recipe(recipe), data, output);
  if (kind == "text") return pretrain_text(read_text_recipe(recipe), data, output);
  throw Error(Code::DataCorrupt, "{}: kind is '{}', but must be images or text", recipe.string(),
              kind);
}

}  // namespace sempurna
