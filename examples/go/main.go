package main

import (
	"crypto/sha256"
	"fmt"
	"os"

	"example.com/kafka-fleet/generated/dms/instancelifecycle"
	"example.com/kafka-fleet/generated/dms/provider"
	"github.com/aws/jsii-runtime-go"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

func main() {
	app := cdktf.NewApp(nil)
	stack := cdktf.NewTerraformStack(app, jsii.String("kafka-fleet"))
	provider.NewDmsProvider(stack, jsii.String("dms"), &provider.DmsProviderConfig{}) // Where and as whom: from the environment.

	text, err := os.ReadFile("broker.properties")
	if err != nil {
		panic(err)
	}
	settings := fmt.Sprintf("%x", sha256.Sum256(text))
	instances := map[string]*instancelifecycle.InstanceLifecycleInstances{}
	for name, id := range map[string]string{
		"orders":   "54602a9d-5e22-4239-9123-77e350df4a34",
		"payments": "7166cdea-dbad-4d79-9610-7163e6f8b640",
	} {
		instances[name] = &instancelifecycle.InstanceLifecycleInstances{
			InstanceId:      jsii.String(id),
			RestartTriggers: &map[string]*string{"settings": jsii.String(settings)},
		}
	}
	kafka := instancelifecycle.NewInstanceLifecycle(stack, jsii.String("kafka"), &instancelifecycle.InstanceLifecycleConfig{
		Instances: instances,
		Rollout:   &instancelifecycle.InstanceLifecycleRollout{MaxUnavailable: jsii.String("1")},
		OnFailure: jsii.String("report"),
	})

	// Outputs are written, then this fails the deploy.
	cdktf.NewDataResource(stack, jsii.String("gate"), &cdktf.DataConfig{
		Lifecycle: &cdktf.TerraformResourceLifecycle{
			Precondition: &[]*cdktf.Precondition{{
				Condition:    cdktf.Op_Lt(cdktf.Fn_LengthOf(kafka.Unfinished()), jsii.Number(1)),
				ErrorMessage: jsii.String("Unfinished: " + *cdktf.Fn_Join(jsii.String(", "), kafka.Unfinished()) + "."),
			}},
		},
	})
	cdktf.NewTerraformOutput(stack, jsii.String("results"), &cdktf.TerraformOutputConfig{Value: kafka.Results()})
	cdktf.NewTerraformOutput(stack, jsii.String("unfinished"), &cdktf.TerraformOutputConfig{Value: kafka.Unfinished()})
	app.Synth()
}
