output "instances" {
  description = "Ids of the fleet's instances by name, as given or as found."
  value       = local.instances
}

output "results" {
  description = "The last action of each instance, with its result and the reason."
  value       = dms_instance_lifecycle.this.results
}

output "unfinished" {
  description = "Names of the instances whose last due action is not a success."
  value       = dms_instance_lifecycle.this.unfinished
}

output "observed" {
  description = "Id, name, engine and status of each instance, as last read."
  value       = dms_instance_lifecycle.this.observed
}
