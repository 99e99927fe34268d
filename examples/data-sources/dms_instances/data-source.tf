data "dms_instances" "orders" {
  engine = "kafka"
  name   = "orders-"
  tags   = { stage = "production" }

  # A list that answers short must not make the lifecycle forget its fleet.
  at_least = 2
}

# Every instance that the listing finds, by its name in the service.
resource "dms_instance_lifecycle" "orders" {
  instances = {
    for name, instance in data.dms_instances.orders.by_key : name => {
      instance_id      = instance.instance_id
      restart_triggers = { quarter = "2026-Q2" }
    }
  }
}
