variable "broker_config" {
  description = "Restarts the brokers when it changes."
  default     = "2026-03"
}

resource "dms_instance_lifecycle" "kafka" {
  instances = {
    orders = {
      instance_id      = "54602a9d-5e22-4239-9123-77e350df4a34"
      restart_triggers = { config = var.broker_config }
    }
    payments = {
      instance_id      = "7166cdea-dbad-4d79-9610-7163e6f8b640"
      restart_triggers = { config = var.broker_config }
    }
    legacy = {
      instance_id   = "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41"
      desired_state = "deleted"
    }
  }

  # Consent to the deletion of legacy, and a limit to it.
  allow_deletion = true
  max_deletions  = 1

  # One instance first, then at most half of the fleet at a time; stop at the first failure.
  rollout = {
    max_unavailable = "50%"
    canary          = 1
    pause_between   = "2m"
  }
}

output "results" {
  value = dms_instance_lifecycle.kafka.results
}
