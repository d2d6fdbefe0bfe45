#pragma once

#include "api/json/operation.h"

namespace sempurna::sagemaker {

using json::Operation;

// Each answers one operation of the Amazon SageMaker API Reference with the members of its output.

// create_training_job.cpp
Json create_training_job(Operation& op);

// hub.cpp: the model cards as JumpStart's public hub
Json list_hubs(Operation& op);
Json describe_hub(Operation& op);
Json list_hub_contents(Operation& op);
Json list_hub_content_versions(Operation& op);
Json describe_hub_content(Operation& op);
Json import_hub_content(Operation& op);

// training_jobs.cpp
Json describe_training_job(Operation& op);
Json list_training_jobs(Operation& op);
Json stop_training_job(Operation& op);
Json delete_training_job(Operation& op);

}  // namespace sempurna::sagemaker
