resource "dms_instance_lifecycle" "reported" {
  instances  = { orders = { instance_id = "54602a9d-5e22-4239-9123-77e350df4a34" } }
  on_failure = "report"
}

# Outputs are written, then this fails the apply.
resource "terraform_data" "gate" {
  lifecycle {
    precondition {
      condition     = length(dms_instance_lifecycle.reported.unfinished) == 0
      error_message = "Unfinished: ${join(", ", dms_instance_lifecycle.reported.unfinished)}"
    }
  }
}
