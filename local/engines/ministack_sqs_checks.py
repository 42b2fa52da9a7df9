"""What SQS refuses and MiniStack takes: values out of range, names that are none, attributes of messages that are wrong."""

import re

from ministack.services import sqs

NAME = re.compile(r"[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\.fifo")
TYPE = re.compile(r"(?:String|Number|Binary)(?:\..+)?")
MOST_ATTRIBUTES = 10
SETTABLE = {
    *("DelaySeconds", "MaximumMessageSize", "MessageRetentionPeriod", "Policy", "ReceiveMessageWaitTimeSeconds"),
    *("VisibilityTimeout", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"),
    *("SqsManagedSseEnabled", "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"),
}
READABLE = {
    *("All", "QueueArn", "CreatedTimestamp", "LastModifiedTimestamp", "ApproximateNumberOfMessages"),
    *("ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"),
    *SETTABLE,
}


def refused(reason):
    return sqs._Err("InvalidParameterValue", reason)


def check_range(data, name, most):
    value = data.get(name)
    if value is not None and not 0 <= int(value) <= most:
        reason = f"Must be between 0 and {most}, if provided."
        raise refused(f"Value {value} for parameter {name} is invalid. Reason: {reason}")


def check_names(names, known):
    for it in names:
        if it not in known:
            raise sqs._Err("InvalidAttributeName", f"Unknown Attribute {it}.")


def check_attribute(name, attribute):
    kind = attribute.get("DataType") or ""
    if not TYPE.fullmatch(kind):
        raise refused(f"The type of message attribute '{name}' is invalid: it must be String, Number or Binary.")
    value = attribute.get("BinaryValue" if kind.startswith("Binary") else "StringValue")
    if not value:
        raise refused(f"Message attribute '{name}' must contain a non-empty message attribute value of type '{kind}'.")
    return len(name.encode()) + len(kind.encode()) + len(value if isinstance(value, bytes) else value.encode())


def check_system_attributes(data):
    for it in data.get("MessageSystemAttributes") or {}:
        if it != "AWSTraceHeader":
            raise refused(f"Message system attribute name '{it}' is invalid.")


def check_message(data, url):
    check_range(data, "DelaySeconds", 900)
    check_system_attributes(data)
    attributes = data.get("MessageAttributes") or {}
    if len(attributes) > MOST_ATTRIBUTES:
        raise refused(f"Number of message attributes [{len(attributes)}] exceeds the allowed maximum [{MOST_ATTRIBUTES}].")
    size = sum(check_attribute(name, it) for name, it in attributes.items())
    most = int(sqs._get_q(data.get("QueueUrl", url))["attributes"].get("MaximumMessageSize", "1048576"))
    if size and size + len(data.get("MessageBody", "").encode()) > most:
        raise refused(f"One or more parameters are invalid. Reason: Message must be shorter than {most} bytes.")


def check_receive(data, _url):
    check_range(data, "WaitTimeSeconds", 20)
    check_range(data, "VisibilityTimeout", 43200)


def check_create(data, _url):
    if not NAME.fullmatch(data.get("QueueName") or "x"):
        raise refused(
            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length, .fifo included."
        )
    check_names(data.get("Attributes") or {}, SETTABLE)


def check_set(data, _url):
    check_names(data.get("Attributes") or {}, SETTABLE)


def check_get(data, _url):
    check_names(data.get("AttributeNames") or [], READABLE)


def after(check, action):
    """An action that is carried out where the check finds nothing."""

    def run(data, url):
        check(data, url)
        return action(data, url)

    return run


def install():
    """Puts a check before each action; the batch of sends goes through the single one, entry by entry."""
    sqs._act_send_message = after(check_message, sqs._act_send_message)
    sqs._HANDLERS["SendMessage"] = sqs._act_send_message
    for name, check in (
        ("ReceiveMessage", check_receive),
        ("CreateQueue", check_create),
        ("SetQueueAttributes", check_set),
        ("GetQueueAttributes", check_get),
    ):
        sqs._HANDLERS[name] = after(check, sqs._HANDLERS[name])
