terraform {
  required_providers {
    huaweicloud = { source = "huaweicloud/huaweicloud" }
  }
}

resource "huaweicloud_dms_kafka_instance_batch_action" "restart" {
  action = "restart"
  instances = [
    "54602a9d-5e22-4239-9123-77e350df4a34",
    "7166cdea-dbad-4d79-9610-7163e6f8b640",
  ]
}

resource "huaweicloud_dms_kafka_instance_batch_action" "purge" {
  action      = "delete"
  all_failure = "kafka"
}
