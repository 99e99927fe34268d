import { App } from "cdktf";
import { environments } from "./environments";
import { KafkaFleet } from "./kafka-fleet";

const app = new App();
new KafkaFleet(app, "kafka-staging", environments.staging);
new KafkaFleet(app, "kafka-production", environments.production);
app.synth();
