#pragma once

#include <string>
#include <vector>

#include "models/model.h"
#include "train/parent_model.h"
#include "words/word_classifier.h"

namespace sempurna {

/// The parent's config.json for the fine-tuned model: its classes by Hugging Face's names
/// (id2label, label2id, and architectures for transformers to find the class) or by timm's
/// (num_classes, label_names). In binary mode the one output is named after the second class, and
/// "binary_mode": true tells whoever loads it here.
Json fine_tuned_config(const ParentModel& parent, const std::vector<std::string>& labels,
                       bool binary_mode);

/// Writes what will be model.tar.gz, all of it anew: config.json, model.safetensors under the
/// published names, tokenizer or preprocessor files as far as the parent has them,
/// labels_info.json, training.json, and words.safetensors where there are `words`. The same bytes
/// for the same run.
void export_model(const fs::path& folder, const Model& model, const ParentModel& parent,
                  const std::vector<std::string>& labels, bool binary_mode, const Json& training,
                  const WordClassifier* words);

}  // namespace sempurna
