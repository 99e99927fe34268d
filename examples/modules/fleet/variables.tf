variable "instances" {
  description = "Ids of instances by a name of yours. Either this or filter."
  type        = map(string)
  default     = {}
}

variable "filter" {
  description = "The instances that the service lists for this: name is a part of their names unless exact_name is true. Fewer than at_least are an error."
  type = object({
    engine                = optional(string)
    name                  = optional(string)
    exact_name            = optional(bool)
    tags                  = optional(map(string))
    enterprise_project_id = optional(string)
    at_least              = number
  })
  default = null
}

variable "restart_triggers" {
  description = "A change of any value restarts every instance, once. Values are in the state: no secrets."
  type        = map(string)
  default     = {}
}

variable "triggers_by_name" {
  description = "The same for single instances, by their names; they are added to restart_triggers."
  type        = map(map(string))
  default     = {}
}

variable "retire" {
  description = "Names of instances to delete, without a backup. Take them out when they are gone."
  type        = set(string)
  default     = []
}

variable "rollout" {
  description = "How many may be down together, and what ends a rollout early."
  type = object({
    max_unavailable = optional(string, "1")
    canary          = optional(number, 0)
    max_failures    = optional(string, "0")
    pause_between   = optional(string, "0s")
    min_ready_time  = optional(string, "0s")
  })
  default = {}
}

variable "ready_timeout" {
  description = "How long an instance may take from the call to the proof."
  type        = string
  default     = "20m"
}

variable "restart_unhealthy" {
  description = "Restart instances that are in ERROR."
  type        = bool
  default     = false
}

variable "fail_when_unfinished" {
  description = "Fail the apply, after its outputs are written, when an instance is unfinished."
  type        = bool
  default     = true
}

variable "project_id" {
  description = "Id of the project. Without it that of the provider."
  type        = string
  default     = null
}
