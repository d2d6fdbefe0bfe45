#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json_members.h"
#include "catalog/choices.h"
#include "catalog/task.h"

/// Which models suit some data: what a worker is asked, and what it answers.

namespace sempurna {

/// A model to be tried on data: its files, and what a job that starts from it would set.
struct TriedModel {
  std::string id;
  std::string folder;
  Named<std::string> hyperparameters;
};

template <typename Visitor, Of<TriedModel> M>
void members(Visitor& v, M& model) {
  v("id", model.id);
  v("folder", model.folder);
  v("hyperparameters", model.hyperparameters);
}

struct SuggestRequest {
  Task task = Task::ImageClassification;
  std::string training;         ///< where the data lie
  std::string validation = {};  ///< empty: a part of the others is held out
  OnBadData on_bad_data = OnBadData::Refuse;
  double most_seconds = 60;  ///< of one model; one that would take longer is left out
  std::vector<TriedModel> models;
};

template <typename Visitor, Of<SuggestRequest> R>
void members(Visitor& v, R& request) {
  v("task", request.task);
  v("training", request.training);
  v.given("validation", request.validation);
  v("on_bad_data", request.on_bad_data);
  v("most_seconds", request.most_seconds);
  v("models", request.models);
}

/// What the nearest neighbours by a model's frozen features tell of the held-out examples; of one
/// without features, which is a linear model on words itself, what that tells, and k is 0.
struct NeighboursOfModel {
  std::string id;
  std::string failure = {};  ///< why nothing is known of it; the others are then 0
  double accuracy = 0;
  int64_t k = 0;  ///< neighbours that vote
  double examples_per_second = 0;
};

template <typename Visitor, Of<NeighboursOfModel> N>
void members(Visitor& v, N& model) {
  v("id", model.id);
  v.given("failure", model.failure);
  v("accuracy", model.accuracy);
  v("k", model.k);
  v("examples_per_second", model.examples_per_second);
}

struct Suggestion {
  int64_t examples = 0;  ///< that the data have
  int64_t classes = 0;
  int64_t training = 0;  ///< those of them that were looked at
  int64_t held_out = 0;
  double majority_baseline = 0;  ///< on the held-out ones, as of a job
  double linear_baseline = 0;
  std::vector<NeighboursOfModel> models;  ///< in the order of the request
};

template <typename Visitor, Of<Suggestion> S>
void members(Visitor& v, S& suggestion) {
  v("examples", suggestion.examples);
  v("classes", suggestion.classes);
  v("training", suggestion.training);
  v("held_out", suggestion.held_out);
  v("majority_baseline", suggestion.majority_baseline);
  v("linear_baseline", suggestion.linear_baseline);
  v("models", suggestion.models);
}

}  // namespace sempurna
