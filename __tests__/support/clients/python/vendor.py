"""The vendor's SDK for Python: one package per engine, API v2, signed with AK/SK."""

from importlib import import_module

from conversation import Refused, converse
from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException

CLIENTS = {"kafka": "KafkaClient", "rabbitmq": "RabbitMQClient", "rocketmq": "RocketMQClient"}


class Vendor:
    """What the SDK of the connected engine calls things."""

    def connect(self, engine, url, project, access, secret):
        self.engine = engine
        self.package = import_module(f"huaweicloudsdk{engine}.v2")
        credentials = BasicCredentials(access, secret, project)
        kind = getattr(self.package, CLIENTS[engine])
        self.client = kind.new_builder().with_credentials(credentials).with_endpoint(url).build()

    def invoke(self, method, **fields):
        name = "".join(word.title() for word in method.split("_"))
        request = getattr(self.package, f"{name}Request")(**fields)
        try:
            response = getattr(self.client, method)(request)
        except ServiceResponseException as error:
            raise Refused(error.status_code, error.error_code, error.error_msg) from error
        return {"status": response.status_code, "body": response.to_dict()}

    def list(self, **query):
        return self.invoke("list_instances_details" if self.engine == "rabbitmq" else "list_instances", **query)

    def act(self, **fields):
        if self.engine == "rocketmq":
            return self.invoke("batch_delete_instances", body=self.package.BatchDeleteInstanceReq(**fields))
        body = self.package.BatchRestartOrDeleteInstanceReq(**fields)
        return self.invoke("batch_restart_or_delete_instances", body=body)


def main():
    vendor = Vendor()

    def named(method):
        return lambda **fields: vendor.invoke(method, **fields)

    converse(
        {
            "connect": vendor.connect,
            "list": vendor.list,
            "act": vendor.act,
            "show": named("show_instance"),
            "delete": named("delete_instance"),
            "tasks": named("list_background_tasks"),
            "task": named("show_background_task"),
            "deleteTask": named("delete_background_task"),
            "nodes": named("show_instance_nodes"),
            "restartNodes": named("restart_instance"),
        }
    )


main()
