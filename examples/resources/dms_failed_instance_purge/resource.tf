resource "dms_failed_instance_purge" "kafka" {
  engine         = "kafka"
  allow_deletion = true
  max_purge      = 5
}

output "purged" {
  value = dms_failed_instance_purge.kafka.purged
}
