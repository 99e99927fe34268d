terraform {
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }
}

provider "dms" {
  cloud_domain = "myhuaweicloud.com"
  api_version  = "v2"
}

variable "restarted" {
  description = "A new value restarts both instances, once."
  type        = string
  default     = "2026-03-01"
}

resource "dms_instance_lifecycle" "restart" {
  instances = {
    orders   = { instance_id = "54602a9d-5e22-4239-9123-77e350df4a34", restart_triggers = { asked = var.restarted } }
    payments = { instance_id = "7166cdea-dbad-4d79-9610-7163e6f8b640", restart_triggers = { asked = var.restarted } }
  }
}

resource "dms_failed_instance_purge" "purge" {
  engine         = "kafka"
  allow_deletion = true
}
