variable "fleets" {
  type        = map(map(string))
  description = "Ids of instances by project id and by name."
}

resource "dms_instance_lifecycle" "of_project" {
  for_each = var.fleets

  project_id = each.key
  instances = {
    for name, id in each.value : name => {
      instance_id      = id
      restart_triggers = { config = "2026-03" }
    }
  }
}
