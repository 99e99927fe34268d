terraform {
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }
}

# Region, project and credentials: OS_… variables.
provider "dms" {}

variable "retire" {
  description = "Names of instances to delete, with their data."
  type        = set(string)
  default     = []
}

resource "dms_instance_lifecycle" "kafka" {
  instances = {
    for name, id in {
      orders = "54602a9d-5e22-4239-9123-77e350df4a34"
      legacy = "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41"
    } : name => { instance_id = id, desired_state = contains(var.retire, name) ? "deleted" : "running" }
  }

  allow_deletion = length(var.retire) > 0
  max_deletions  = 1
}

output "results" {
  value = dms_instance_lifecycle.kafka.results
}
