# terraform apply -invoke=action.dms_purge_failed_instances.kafka
action "dms_purge_failed_instances" "kafka" {
  config {
    engine         = "kafka"
    allow_deletion = true
    max_purge      = 5
  }
}
