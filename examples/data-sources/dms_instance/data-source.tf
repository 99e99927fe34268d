data "dms_instance" "orders" {
  name = "kafka-orders"
}

output "orders_status" {
  value = data.dms_instance.orders.status
}
