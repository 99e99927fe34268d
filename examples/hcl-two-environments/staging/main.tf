terraform {
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }

  # State for the whole team. The connection is in PG_CONN_STR.
  backend "pg" {
    schema_name = "kafka_staging"
  }
}

# Region, project and credentials: OS_… variables of the pipeline.
provider "dms" {}

module "fleet" {
  source = "../modules/kafka-fleet"

  instances = {
    orders   = "54602a9d-5e22-4239-9123-77e350df4a34"
    payments = "7166cdea-dbad-4d79-9610-7163e6f8b640"
  }
  broker_config   = "2026-03"
  max_unavailable = "100%"
}

output "results" {
  value = module.fleet.results
}

output "unfinished" {
  value = module.fleet.unfinished
}
