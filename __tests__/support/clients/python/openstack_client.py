"""openstacksdk with the extensions of the Open Telekom Cloud: API v1.0, found in Keystone's catalog, with a password."""

import openstack
from conversation import Refused, converse
from keystoneauth1 import exceptions as keystone
from openstack import exceptions
from otcextensions import sdk


def refusal(error):
    """What the service said: an HTTP error of openstacksdk, or of keystoneauth, which it wraps in one of its own."""
    cause = error if isinstance(error, (exceptions.HttpException, keystone.HttpError)) else error.__context__
    if cause is None or getattr(cause, "response", None) is None:
        raise error
    return Refused(cause.response.status_code, cause.response.json().get("error_code"), str(error))


def told(call):
    try:
        return call()
    except (exceptions.SDKException, keystone.HttpError) as error:
        raise refusal(error) from error


class Cloud:
    def connect(self, url, project, user, password, domain, region):
        auth = {
            "auth_url": f"{url}/v3",
            "username": user,
            "password": password,
            "user_domain_name": domain,
            "project_id": project,
        }
        self.region = region
        self.connection = openstack.connect(
            load_yaml_config=False, load_envvars=False, auth=auth, region_name=region
        )
        # Logs in.
        told(lambda: sdk.register_otc_extensions(self.connection))

    def dms(self, use):
        return told(lambda: use(self.connection.dms))

    def tasks(self, id):
        """The extensions know no tasks: a plain request to what the catalog has for API v2."""
        of_v2 = {"service_type": "dmsv2", "region_name": self.region}
        return told(lambda: self.connection.session.get(f"/instances/{id}/tasks", endpoint_filter=of_v2).json())

    def projects(self):
        return told(lambda: [each.name for each in self.connection.identity.projects()])


def fields(instance):
    return {name: getattr(instance, name) for name in ("id", "name", "engine_name", "status", "max_partitions")}


def main():
    cloud = Cloud()
    converse(
        {
            "connect": cloud.connect,
            "list": lambda **query: cloud.dms(lambda dms: [fields(each) for each in dms.instances(**query)]),
            "find": lambda name: cloud.dms(lambda dms: fields(dms.find_instance(name))),
            "show": lambda id: cloud.dms(lambda dms: fields(dms.get_instance(id))),
            "restart": lambda id: cloud.dms(lambda dms: dms.restart_instance(id)),
            "restartMany": lambda ids: cloud.dms(lambda dms: dms.restart_instances(ids)),
            "delete": lambda id: cloud.dms(lambda dms: dms.delete_instance(id, ignore_missing=False)),
            "deleteMany": lambda ids: cloud.dms(lambda dms: dms.delete_batch(ids)),
            "deleteFailed": lambda: cloud.dms(lambda dms: dms.delete_failed()),
            "tasks": cloud.tasks,
            "projects": cloud.projects,
        }
    )


main()
