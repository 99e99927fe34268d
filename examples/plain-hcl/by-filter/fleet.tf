module "audit" {
  source = "../modules/fleet"

  filter = {
    engine   = "kafka"
    name     = "audit-"
    tags     = { stage = "production" }
    at_least = 2
  }
  restart_triggers = { broker_config = var.broker_config }
  triggers_by_name = { "audit-1" = { disk = "2026-04" } }
}
