terraform {
  required_providers {
    dms = { source = "npm.invalid/cdktf-dms-lifecycle/dms" }
  }

  # State for the whole team. The connection is in PG_CONN_STR.
  backend "pg" {
    schema_name = "kafka_production"
  }
}

# Region, project and credentials: OS_… variables of the pipeline.
provider "dms" {}

module "fleet" {
  source = "../modules/kafka-fleet"

  instances = {
    orders   = "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d"
    payments = "67fc5f8d-3986-4f02-bb75-4075a23112de"
    legacy   = "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41"
  }
  broker_config   = "2026-03"
  max_unavailable = "1"
}

output "results" {
  value = module.fleet.results
}

output "unfinished" {
  value = module.fleet.unfinished
}
