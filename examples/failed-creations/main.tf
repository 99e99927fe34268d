terraform {
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }
}

# Region, project and credentials: OS_… variables.
provider "dms" {}

# Failed creations from before, to be looked at.
data "dms_instances" "failed" {
  engine         = "kafka"
  status         = "CREATEFAILED"
  include_failed = true
}

resource "dms_failed_instance_purge" "kafka" {
  engine         = "kafka"
  allow_deletion = true
  max_purge      = 5
}

output "failed" {
  value = data.dms_instances.failed.instances[*].name
}

output "purged" {
  value = dms_failed_instance_purge.kafka.purged
}
