variable "endpoint" {
  type = string
}

variable "project_id" {
  type = string
}

variable "broker_config" {
  type = string
}

locals {
  ids = ["54602a9d-5e22-4239-9123-77e350df4a34", "7166cdea-dbad-4d79-9610-7163e6f8b640"]
}

resource "terraform_data" "restart" {
  triggers_replace = var.broker_config

  provisioner "local-exec" {
    command = <<-EOT
      curl --fail --silent --show-error --header "X-Auth-Token: $OS_TOKEN" \
        --header "Content-Type: application/json" --data '${jsonencode({ action = "restart", instances = local.ids })}' \
        "${var.endpoint}/v1.0/${var.project_id}/instances/action"
    EOT
  }
}
