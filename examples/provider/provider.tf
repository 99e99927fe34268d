terraform {
  required_providers {
    dms = {
      source = "npm.invalid/cdktf-dms-lifecycle/dms"
    }
  }
}

# Everything can come from the environment instead, credentials above all.
provider "dms" {
  region       = "eu-de"
  project_name = "eu-de_kafka"
}
