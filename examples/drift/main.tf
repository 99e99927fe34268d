terraform {
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }
}

# Region, project and credentials: OS_… variables.
provider "dms" {}

resource "dms_instance_lifecycle" "kafka" {
  instances = {
    orders   = { instance_id = "54602a9d-5e22-4239-9123-77e350df4a34" }
    payments = { instance_id = "7166cdea-dbad-4d79-9610-7163e6f8b640" }
  }
  restart_unhealthy = true # An instance found in ERROR is due, so the plan says 2.
}

resource "dms_failed_instance_purge" "kafka" {
  engine         = "kafka"
  allow_deletion = true # So is a creation that failed.
}
