#pragma once

#include "api/json/operation.h"

namespace sempurna::sagemaker {

using json::Operation;

// Each answers one operation of the Amazon SageMaker API Reference with the members of its output.

// create_training_job.cpp
Json create_training_job(Operation& op);

// hubs.cpp
Json list_hubs(Operation& op);
Json describe_hub(Operation& op);
Json create_hub(Operation& op);
Json delete_hub(Operation& op);

// hub_contents.cpp: the model cards as contents of hubs
Json list_hub_contents(Operation& op);
Json list_hub_content_versions(Operation& op);
Json describe_hub_content(Operation& op);
Json delete_hub_content(Operation& op);

// import_hub_content.cpp
Json import_hub_content(Operation& op);

// training_jobs.cpp
Json describe_training_job(Operation& op);
Json list_training_jobs(Operation& op);
Json stop_training_job(Operation& op);
Json update_training_job(Operation& op);
Json delete_training_job(Operation& op);

// models.cpp
Json create_model(Operation& op);
Json describe_model(Operation& op);
Json list_models(Operation& op);
Json delete_model(Operation& op);

// create_transform_job.cpp
Json create_transform_job(Operation& op);

// transform_jobs.cpp
Json describe_transform_job(Operation& op);
Json list_transform_jobs(Operation& op);
Json stop_transform_job(Operation& op);

// endpoint_configs.cpp
Json create_endpoint_config(Operation& op);
Json describe_endpoint_config(Operation& op);
Json list_endpoint_configs(Operation& op);
Json delete_endpoint_config(Operation& op);

// endpoints.cpp
Json create_endpoint(Operation& op);
Json describe_endpoint(Operation& op);
Json list_endpoints(Operation& op);
Json update_endpoint(Operation& op);
Json update_endpoint_weights_and_capacities(Operation& op);
Json delete_endpoint(Operation& op);

// create_tuning_job.cpp
Json create_tuning_job(Operation& op);

// tuning_jobs.cpp
Json describe_tuning_job(Operation& op);
Json list_tuning_jobs(Operation& op);
Json list_trials(Operation& op);
Json stop_tuning_job(Operation& op);
Json delete_tuning_job(Operation& op);

// search.cpp
Json search(Operation& op);

// tags.cpp
Json add_tags(Operation& op);
Json list_tags(Operation& op);
Json delete_tags(Operation& op);

}  // namespace sempurna::sagemaker
