data "dms_instances" "orders" {
  engine = "kafka"
  name   = "orders-"
}

# Every instance that the listing finds, by its name in the service.
resource "dms_instance_lifecycle" "orders" {
  instances = {
    for instance in data.dms_instances.orders.instances : instance.name => {
      instance_id      = instance.instance_id
      restart_triggers = { quarter = "2026-Q2" }
    }
  }
}
