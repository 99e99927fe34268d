# A change of the topics' defaults takes effect when the instances have been restarted.
resource "terraform_data" "topic_defaults" {
  input = { "num.partitions" = "6" }

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.dms_restart_instances.kafka]
    }
  }
}

action "dms_restart_instances" "kafka" {
  config {
    instance_ids = [
      "54602a9d-5e22-4239-9123-77e350df4a34",
      "7166cdea-dbad-4d79-9610-7163e6f8b640",
    ]
    rollout = {
      max_unavailable = "1"
    }
  }
}
