import hashlib
from pathlib import Path

from cdktf import App, DataResource, Fn, Op, Precondition, TerraformOutput, TerraformResourceLifecycle, TerraformStack
from imports.dms.instance_lifecycle import InstanceLifecycle, InstanceLifecycleInstances, InstanceLifecycleRollout
from imports.dms.provider import DmsProvider

app = App()
stack = TerraformStack(app, "kafka-fleet")
DmsProvider(stack, "dms")  # Where and as whom: from the environment.

settings = hashlib.sha256(Path("broker.properties").read_bytes()).hexdigest()
ids = {
    "orders": "54602a9d-5e22-4239-9123-77e350df4a34",
    "payments": "7166cdea-dbad-4d79-9610-7163e6f8b640",
}
kafka = InstanceLifecycle(
    stack,
    "kafka",
    instances={
        name: InstanceLifecycleInstances(instance_id=id, restart_triggers={"settings": settings})
        for name, id in ids.items()
    },
    rollout=InstanceLifecycleRollout(max_unavailable="1"),
    on_failure="report",
)

# Outputs are written, then this fails the deploy.
DataResource(
    stack,
    "gate",
    lifecycle=TerraformResourceLifecycle(
        precondition=[
            Precondition(
                condition=Op.lt(Fn.length_of(kafka.unfinished), 1),
                error_message="Unfinished: " + Fn.join(", ", kafka.unfinished) + ".",
            )
        ]
    ),
)
TerraformOutput(stack, "results", value=kafka.results)
TerraformOutput(stack, "unfinished", value=kafka.unfinished)
app.synth()
