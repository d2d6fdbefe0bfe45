#include "catalog/families.h"

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "catalog/tasks.h"

namespace sempurna {

namespace {

std::string list(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

std::string text_of(const Json& config, std::string_view field) {
  if (!config.is_object()) {
    throw Error(Code::InvalidArgument, "config.json must hold a JSON object");
  }
  const auto found = config.find(field);
  if (found == config.end() || found->is_null()) return "";
  if (!found->is_string()) {
    throw Error(Code::InvalidArgument, "config.json has {} for '{}', which must be a text",
                to_line(*found).substr(0, 60), field);
  }
  return found->get<std::string>();
}

}  // namespace

const std::vector<Family>& families() {
  const std::vector<Task> kPictures = {Task::ImageClassification};
  const std::vector<Task> kTexts = {Task::TextClassification};
  static const std::vector<Family> kFamilies = {
      {.model_type = "albert",
       .tasks = kTexts,
       .title = "ALBERT",
       .paper = "Lan et al. 2019, arXiv:1909.11942",
       .transformers = "Albert",
       .tokenizer = TokenizerKind::AlbertPieces},
      {.model_type = "bert",
       .tasks = kTexts,
       .title = "BERT",
       .paper = "Devlin et al. 2018, arXiv:1810.04805",
       .transformers = "Bert",
       .tokenizer = TokenizerKind::WordPiece},
      {.model_type = "convnext",
       .tasks = kPictures,
       .title = "ConvNeXt",
       .paper = "Liu et al. 2022, arXiv:2201.03545",
       .transformers = "ConvNext",
       .image_processor = "ConvNextImageProcessor",
       .architectures = {"convnext"}},
      {.model_type = "deberta-v2",
       .tasks = kTexts,
       .title = "DeBERTa, third version",
       .paper = "He et al. 2021, arXiv:2111.09543",
       .transformers = "DebertaV2",
       .tokenizer = TokenizerKind::DebertaPieces},
      {.model_type = "deit",
       .tasks = kPictures,
       .title = "DeiT",
       .paper = "Touvron et al. 2020, arXiv:2012.12877",
       .transformers = "DeiT",
       .image_processor = "DeiTImageProcessor"},
      {.model_type = "distilbert",
       .tasks = kTexts,
       .title = "DistilBERT",
       .paper = "Sanh et al. 2019, arXiv:1910.01108",
       .transformers = "DistilBert",
       .tokenizer = TokenizerKind::WordPiece},
      {.model_type = "efficientnet",
       .tasks = kPictures,
       .title = "EfficientNet",
       .paper = "Tan and Le 2019, arXiv:1905.11946",
       .transformers = "EfficientNet",
       .image_processor = "EfficientNetImageProcessor",
       .architectures = {"efficientnet", "tf_efficientnet"}},
      {.model_type = "electra",
       .tasks = kTexts,
       .title = "ELECTRA",
       .paper = "Clark et al. 2020, arXiv:2003.10555",
       .transformers = "Electra",
       .tokenizer = TokenizerKind::WordPiece},
      {.model_type = "mobilenet_v2",
       .tasks = kPictures,
       .title = "MobileNetV2",
       .paper = "Sandler et al. 2018, arXiv:1801.04381",
       .transformers = "MobileNetV2",
       .image_processor = "MobileNetV2ImageProcessor",
       .architectures = {"mobilenet_v2", "mobilenetv2"}},
      {.model_type = "mobilenet_v3",
       .tasks = kPictures,
       .title = "MobileNetV3",
       .paper = "Howard et al. 2019, arXiv:1905.02244",
       .transformers = "",
       .architectures = {"mobilenet_v3", "mobilenetv3", "tf_mobilenetv3"}},
      {.model_type = "modernbert",
       .tasks = kTexts,
       .title = "ModernBERT",
       .paper = "Warner et al. 2024, arXiv:2412.13663",
       .transformers = "ModernBert",
       .tokenizer = TokenizerKind::NoOther},
      {.model_type = "mpnet",
       .tasks = kTexts,
       .title = "MPNet",
       .paper = "Song et al. 2020, arXiv:2004.09297",
       .transformers = "MPNet",
       .tokenizer = TokenizerKind::MpnetWordPiece,
       .positions_after_padding = true},
      {.model_type = "resnet",
       .tasks = kPictures,
       .title = "ResNet",
       .paper = "He et al. 2015, arXiv:1512.03385",
       .transformers = "ResNet",
       .image_processor = "ConvNextImageProcessor",
       .architectures = {"resnet", "resnext", "wide_resnet"}},
      {.model_type = "roberta",
       .tasks = kTexts,
       .title = "RoBERTa",
       .paper = "Liu et al. 2019, arXiv:1907.11692",
       .transformers = "Roberta",
       .tokenizer = TokenizerKind::ByteBpe,
       .positions_after_padding = true},
      {.model_type = "squeezenet",
       .tasks = kPictures,
       .title = "SqueezeNet",
       .paper = "Iandola et al. 2016, arXiv:1602.07360",
       .transformers = "",
       .architectures = {"squeezenet"}},
      // timm's and torchvision's DeiTs without distillation are vision transformers in all else.
      {.model_type = "vit",
       .tasks = kPictures,
       .title = "Vision Transformer",
       .paper = "Dosovitskiy et al. 2020, arXiv:2010.11929",
       .transformers = "ViT",
       .image_processor = "ViTImageProcessor",
       .architectures = {"deit", "vit"}},
      // A linear model of what words a text holds, solved for before the run: nothing is left of it
      // to be trained in steps, and no token is read.
      {.model_type = "words",
       .tasks = kTexts,
       .title = "Words, their pairs and their parts",
       .paper = "Wang and Manning 2012, ACL, P12-2018",
       .transformers = "",
       .hyperparameters = {"reinitialize_top_layer", "validation_split_ratio", "random_seed",
                           "on_bad_data", "report_language", "report_in_archive"},
       .settled = {{"optimizer", "lbfgs"},
                   {"epochs", "1"},
                   {"train_only_top_layer", "True"},
                   {"word_features", "True"},
                   {"precision", "fp32"}}},
      {.model_type = "xlm-roberta",
       .tasks = kTexts,
       .title = "XLM-RoBERTa",
       .paper = "Conneau et al. 2019, arXiv:1911.02116",
       .transformers = "XLMRoberta",
       .tokenizer = TokenizerKind::XlmRobertaPieces,
       .positions_after_padding = true},
  };
  return kFamilies;
}

const Family* find_family(std::string_view model_type) {
  const auto& all = families();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Family& family) {
    return family.model_type == model_type;
  });
  return found == all.end() ? nullptr : &*found;
}

const Family& family_of(std::string_view model_type) {
  if (const Family* family = find_family(model_type)) return *family;
  std::vector<std::string> known;
  for (const Family& family : families()) known.push_back(family.model_type);
  throw Error(Code::InvalidArgument,
              "config.json names the model type '{}', which is not among those known: {}",
              model_type, list(known));
}

bool does(const Family& family, Task task) {
  return std::find(family.tasks.begin(), family.tasks.end(), task) != family.tasks.end();
}

std::string transformers_class(const Family& family, Task task) {
  if (family.transformers.empty()) return "";
  return family.transformers + std::string(facts_of(task).transformers);
}

Task task_of_model(const std::filesystem::path& folder, const Json& config) {
  const Family& family = family_of(model_type_of(config));
  const auto file = folder / "training.json";
  if (!std::filesystem::exists(file)) return family.tasks.front();
  const Json training = read_json(file);
  const auto said = training.is_object() ? training.find("task") : training.end();
  if (said == training.end() || !said->is_string()) return family.tasks.front();
  const auto task = choice_named<Task>(said->get<std::string>());
  if (task && does(family, *task)) return *task;
  throw Error(Code::DataCorrupt, "{} names the task {}, which models of the family {} do not do",
              file.string(), to_line(*said), family.model_type);
}

std::string model_type_of(const Json& config) {
  const std::string type = text_of(config, "model_type");
  if (!type.empty()) return type;
  const std::string architecture = architecture_of(config);
  if (architecture.empty()) return "";
  std::vector<std::string> known;
  for (const Family& family : families()) {
    for (const std::string& start : family.architectures) {
      if (architecture.starts_with(start)) return family.model_type;
      known.push_back(start);
    }
  }
  std::sort(known.begin(), known.end());
  throw Error(Code::InvalidArgument,
              "config.json names the architecture '{}' of timm or torchvision, which is not known "
              "here; those known begin with {}",
              architecture, list(known));
}

std::string architecture_of(const Json& config) {
  const std::string name = text_of(config, "architecture");
  return name.substr(0, name.find('.'));
}

}  // namespace sempurna
