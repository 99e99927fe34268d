terraform {
  required_version = ">= 1.5"
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }
}

# Region, project and credentials: OS_… variables.
provider "dms" {}

variable "broker_config" {
  description = "Restarts the fleet when it changes, e.g. the date of the configuration, or a hash of it."
  type        = string
}

module "kafka" {
  source = "../modules/fleet"

  instances = {
    orders   = "54602a9d-5e22-4239-9123-77e350df4a34"
    payments = "7166cdea-dbad-4d79-9610-7163e6f8b640"
  }
  restart_triggers = { broker_config = var.broker_config }
  rollout          = { max_unavailable = "1", pause_between = "2m" }
}

output "results" {
  value = module.kafka.results
}

output "unfinished" {
  value = module.kafka.unfinished
}
