# By instance ids; the keys become the instances' names in the service:
terraform import dms_instance_lifecycle.kafka 54602a9d-5e22-4239-9123-77e350df4a34,7166cdea-dbad-4d79-9610-7163e6f8b640

# By ids with the keys of your configuration before them:
terraform import dms_instance_lifecycle.kafka orders=54602a9d-5e22-4239-9123-77e350df4a34,payments=7166cdea-dbad-4d79-9610-7163e6f8b640
