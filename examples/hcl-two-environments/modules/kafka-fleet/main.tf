terraform {
  required_version = ">= 1.5"
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }
}

variable "instances" {
  description = "Name to id of every instance."
  type        = map(string)
}

variable "broker_config" {
  description = "Restarts the instances when it changes, once."
  type        = string
}

variable "max_unavailable" {
  description = "Instances that may be down together."
  type        = string
}

variable "pause_between" {
  type    = string
  default = "2m"
}

variable "retire" {
  description = "Names of instances to delete. Take them out of instances when they are gone."
  type        = set(string)
  default     = []
}

resource "dms_instance_lifecycle" "kafka" {
  instances = {
    for name, id in var.instances : name => {
      instance_id      = id
      desired_state    = contains(var.retire, name) ? "deleted" : "running"
      restart_triggers = { broker_config = var.broker_config }
    }
  }

  rollout = {
    max_unavailable = var.max_unavailable
    canary          = 1
    pause_between   = var.pause_between
  }

  allow_deletion = length(var.retire) > 0
  max_deletions  = length(var.retire)
  on_failure     = "report"

  lifecycle {
    precondition {
      condition     = length(setsubtract(var.retire, keys(var.instances))) == 0
      error_message = "retire has names that are not in instances: ${join(", ", setsubtract(var.retire, keys(var.instances)))}"
    }
  }
}

# Outputs are written, then this fails the apply.
resource "terraform_data" "gate" {
  lifecycle {
    precondition {
      condition     = length(dms_instance_lifecycle.kafka.unfinished) == 0
      error_message = "Unfinished: ${join(", ", dms_instance_lifecycle.kafka.unfinished)}"
    }
  }
}

output "results" {
  value = dms_instance_lifecycle.kafka.results
}

output "unfinished" {
  value = dms_instance_lifecycle.kafka.unfinished
}
