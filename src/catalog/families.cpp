#include "catalog/families.h"

#include "base/error.h"

namespace sempurna {

const std::vector<Family>& families() {
  constexpr Task kImage = Task::ImageClassification;
  constexpr Task kText = Task::TextClassification;
  static const std::vector<Family> kFamilies = {
      {"albert", kText, "ALBERT", "Lan et al. 2019, arXiv:1909.11942"},
      {"bert", kText, "BERT", "Devlin et al. 2018, arXiv:1810.04805"},
      {"deit", kImage, "DeiT", "Touvron et al. 2020, arXiv:2012.12877"},
      {"distilbert", kText, "DistilBERT", "Sanh et al. 2019, arXiv:1910.01108"},
      {"efficientnet", kImage, "EfficientNet", "Tan and Le 2019, arXiv:1905.11946"},
      {"electra", kText, "ELECTRA", "Clark et al. 2020, arXiv:2003.10555"},
      {"mobilenet_v2", kImage, "MobileNetV2", "Sandler et al. 2018, arXiv:1801.04381"},
      {"resnet", kImage, "ResNet", "He et al. 2015, arXiv:1512.03385"},
      {"roberta", kText, "RoBERTa", "Liu et al. 2019, arXiv:1907.11692"},
      {"squeezenet", kImage, "SqueezeNet", "Iandola et al. 2016, arXiv:1602.07360"},
      {"vit", kImage, "Vision Transformer", "Dosovitskiy et al. 2020, arXiv:2010.11929"},
      {"xlm-roberta", kText, "XLM-RoBERTa", "Conneau et al. 2019, arXiv:1911.02116"},
  };
  return kFamilies;
}

const Family& family_of(const std::string& model_type) {
  std::string known;
  for (const Family& family : families()) {
    if (family.model_type == model_type) return family;
    known += (known.empty() ? "" : ", ") + family.model_type;
  }
  throw Error(Code::InvalidArgument,
              "config.json names the model type '{}', which is not among those known: {}",
              model_type, known);
}

}  // namespace sempurna
