terraform {
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }
}

variable "endpoint" {
  type = string
}

variable "project_id" {
  type = string
}

variable "broker_config" {
  type = string
}

provider "dms" {
  endpoint   = var.endpoint
  project_id = var.project_id
}

resource "dms_instance_lifecycle" "restart" {
  instances = {
    orders   = { instance_id = "54602a9d-5e22-4239-9123-77e350df4a34", restart_triggers = { config = var.broker_config } }
    payments = { instance_id = "7166cdea-dbad-4d79-9610-7163e6f8b640", restart_triggers = { config = var.broker_config } }
  }
}
