/** The vendor's SDK for Node.js: Kafka and RocketMQ, API v2, signed with AK/SK. The argument is the folder of its packages. */
const { writeSync } = require("node:fs");
const { createRequire } = require("node:module");
const { createInterface } = require("node:readline");

const load = createRequire(process.argv[2] + "/");
const { BasicCredentials } = load("@huaweicloud/huaweicloud-sdk-core");
const clients = { kafka: "KafkaClient", rocketmq: "RocketMQClient" };

let engine;
let sdk;
let client;

function connect(settings) {
  engine = settings.engine;
  sdk = load(`@huaweicloud/huaweicloud-sdk-${engine}`);
  const credentials = new BasicCredentials()
    .withAk(settings.access)
    .withSk(settings.secret)
    .withProjectId(settings.project);
  client = sdk[clients[engine]].newBuilder().withCredential(credentials).withEndpoint(settings.url).build();
}

/** The SDK's models have a setter for each field, in camelCase. */
function filled(model, fields) {
  for (const [name, value] of Object.entries(fields)) {
    model[name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())] = value;
  }
  return model;
}

async function invoke(method, fields) {
  const name = method[0].toUpperCase() + method.slice(1);
  const { httpStatusCode, ...body } = await client[method](filled(new sdk[`${name}Request`](), fields));
  return { status: httpStatusCode, body };
}

function act(fields) {
  const [method, model] =
    engine === "rocketmq"
      ? ["batchDeleteInstances", "BatchDeleteInstanceReq"]
      : ["batchRestartOrDeleteInstances", "BatchRestartOrDeleteInstanceReq"];
  return invoke(method, { body: filled(new sdk[model](), fields) });
}

const named = (method) => (fields) => invoke(method, fields);
const operations = {
  connect,
  list: named("listInstances"),
  act,
  show: named("showInstance"),
  delete: named("deleteInstance"),
  tasks: named("listBackgroundTasks"),
  task: named("showBackgroundTask"),
  deleteTask: named("deleteBackgroundTask"),
  nodes: named("showInstanceNodes"),
  restartNodes: named("restartInstance"),
};

async function answer(line) {
  const { call, with: fields } = JSON.parse(line);
  try {
    return { answer: (await operations[call](fields)) ?? null };
  } catch (error) {
    if (error.httpStatusCode === undefined) throw error;
    return { refused: { status: error.httpStatusCode, code: error.errorCode, message: error.errorMsg } };
  }
}

/** As conversation.py: answers go to file descriptor 3, as the SDK logs to stdout. */
async function converse() {
  for await (const line of createInterface({ input: process.stdin })) {
    writeSync(3, JSON.stringify(await answer(line)) + "\n");
  }
}

void converse();
