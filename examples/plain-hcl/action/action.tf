# Terraform 1.14 and later.
action "dms_restart_instances" "kafka_now" {
  config {
    instance_ids = values(module.kafka.instances)
    rollout      = { max_unavailable = "1" }
  }
}
