terraform {
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

resource "dms_instance_lifecycle" "kafka" {
  instances = {
    for name, id in {
      orders   = "54602a9d-5e22-4239-9123-77e350df4a34"
      payments = "7166cdea-dbad-4d79-9610-7163e6f8b640"
      search   = "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d"
      audit    = "67fc5f8d-3986-4f02-bb75-4075a23112de"
    } : name => { instance_id = id, restart_triggers = { broker_config = var.broker_config } }
  }

  rollout = {
    canary          = 1     # audit alone first: within a wave and between waves the order is that of the names
    max_unavailable = "50%" # then at most two of the four at a time
    max_failures    = "0"   # stop at the first failure
    pause_between   = "2m"  # between waves
    min_ready_time  = "30s" # an instance must stay RUNNING this long to count
  }
}

output "results" {
  value = dms_instance_lifecycle.kafka.results
}
