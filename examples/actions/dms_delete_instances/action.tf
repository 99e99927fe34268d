# terraform apply -invoke=action.dms_delete_instances.legacy
action "dms_delete_instances" "legacy" {
  config {
    instance_ids   = ["54602a9d-5e22-4239-9123-77e350df4a34"]
    allow_deletion = true
    max_deletions  = 1
  }
}
