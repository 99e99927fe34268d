terraform {
  required_version = ">= 1.5"
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }
}

data "dms_instances" "found" {
  count = var.filter == null ? 0 : 1

  engine                = var.filter.engine
  name                  = var.filter.name
  exact_name            = var.filter.exact_name
  tags                  = var.filter.tags
  enterprise_project_id = var.filter.enterprise_project_id
  at_least              = var.filter.at_least
  project_id            = var.project_id
}

locals {
  found     = { for name, instance in try(data.dms_instances.found[0].by_key, {}) : name => instance.instance_id }
  instances = var.filter == null ? var.instances : tomap(local.found)
  strangers = setsubtract(setunion(var.retire, keys(var.triggers_by_name)), keys(local.instances))
}

resource "dms_instance_lifecycle" "this" {
  project_id = var.project_id

  instances = {
    for name, id in local.instances : name => {
      instance_id      = id
      desired_state    = contains(var.retire, name) ? "deleted" : "running"
      restart_triggers = merge(var.restart_triggers, lookup(var.triggers_by_name, name, {}))
    }
  }

  rollout           = var.rollout
  ready_timeout     = var.ready_timeout
  restart_unhealthy = var.restart_unhealthy
  allow_deletion    = length(var.retire) > 0
  max_deletions     = length(var.retire)
  on_failure        = "report"

  lifecycle {
    precondition {
      condition     = (var.filter == null) == (length(var.instances) > 0)
      error_message = "Give the fleet either instances or a filter."
    }
    precondition {
      condition     = length(local.strangers) == 0
      error_message = "retire and triggers_by_name may name instances of the fleet only. Not in it, or no longer: ${join(", ", local.strangers)}."
    }
  }
}

# Outputs are written, then this fails the apply.
resource "terraform_data" "gate" {
  count = var.fail_when_unfinished ? 1 : 0

  lifecycle {
    precondition {
      condition     = length(dms_instance_lifecycle.this.unfinished) == 0
      error_message = "Unfinished: ${join(", ", dms_instance_lifecycle.this.unfinished)}."
    }
  }
}
