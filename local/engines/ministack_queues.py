"""
What SQS does and MiniStack does not: receipt handles of a standard queue stay good when a message is received again,
those of a FIFO queue expire with their visibility timeout, a batch keeps its messages' system attributes, a
dead-letter queue tells its sources, and messages move from one queue to another whole.
"""

import base64
import json
import time

from ministack.services import sqs

MOST_HANDLES = 1000
EXPIRED = "The receipt handle has expired"
UNKNOWN_SYSTEM_ATTRIBUTE = "Only AWSTraceHeader is a system attribute that a message can be sent with."
# What a message may be sent with, and its name in the emulator; the second is the journal's own.
SYSTEM_ATTRIBUTES = {"AWSTraceHeader": "AWSTraceHeader", "CafeSource": "DeadLetterQueueSourceArn"}
UNKNOWN = "Message does not exist or is not available for visibility timeout change."
collect = sqs._collect_msgs
send_batch = sqs._HANDLERS["SendMessageBatch"]
to_xml = sqs._to_xml


def arn_of(queue):
    return queue["attributes"]["QueueArn"]


def collect_with_handles(queue, most, timeout):
    """A handle names its queue and message, so that one that was given out is told from one that never was."""
    messages = collect(queue, most, timeout)
    for it in messages:
        text = f"{sqs.new_uuid()} {arn_of(queue)} {it['id']}"
        it["receipt_handle"] = base64.b64encode(text.encode()).decode()
        handles = it.setdefault("handles", {}).setdefault(arn_of(queue), [])
        handles.append(it["receipt_handle"])
        del handles[:-MOST_HANDLES]
    return messages


def was_given_out(queue, handle):
    try:
        return base64.b64decode(handle, validate=True).decode().split(" ")[1] == arn_of(queue)
    except (ValueError, IndexError):
        return False


def invalid(handle, reason):
    return sqs._Err("InvalidParameterValue", f"Value {handle} for parameter ReceiptHandle is invalid. Reason: {reason}")


def current(queue, handle):
    """The handle that MiniStack knows a message by."""
    for it in queue["messages"]:
        if handle in it.get("handles", {}).get(arn_of(queue), ()):
            if queue["is_fifo"] and (it["receipt_handle"] != handle or it["visible_at"] <= time.time()):
                raise invalid(handle, EXPIRED)
            return it["receipt_handle"]
    return handle


def check_timeout(data):
    timeout = data.get("VisibilityTimeout")
    if timeout is not None and not 0 <= int(timeout) <= 43200:
        raise sqs._Err(
            "InvalidParameterValue",
            f"Value {timeout} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.",
        )


def by_handle(action):
    """An action that takes any handle of a message that is still good."""

    def run(data, qurl):
        queue = sqs._get_q(data.get("QueueUrl", qurl))
        handle = data.get("ReceiptHandle", "")
        check_timeout(data)
        try:
            return action({**data, "ReceiptHandle": current(queue, handle)}, qurl)
        except sqs._Err as error:
            if "VisibilityTimeout" in data and error.code == "ReceiptHandleIsInvalid" and was_given_out(queue, handle):
                raise invalid(handle, UNKNOWN) from error
            raise

    return run


def refusal(id, code, message):
    return {"Id": id, "Code": code, "Message": message, "SenderFault": True}


def one_by_one(action, entry_name):
    """A batch whose entries are carried out as single calls, each with its own outcome."""

    def run(data, qurl):
        entries = data.get("Entries", [])
        sqs._get_q(data.get("QueueUrl", qurl))
        sqs._validate_batch_entries(entries, entry_name)
        done, failed = [], []
        for entry in entries:
            try:
                action({"QueueUrl": data.get("QueueUrl", qurl), **entry}, qurl)
                done.append({"Id": entry["Id"]})
            except sqs._Err as error:
                failed.append(refusal(entry["Id"], error.code, error.message))
        return {"Successful": done, "Failed": failed}

    return run


def send_batch_with_system_attributes(data, qurl):
    """MiniStack drops them; the journal sends a message again with the queue that it came from, as one of them."""
    entries = data.get("Entries", [])
    sqs._validate_batch_entries(entries, "SendMessageBatchRequestEntry")
    given = {it["Id"]: it.get("MessageSystemAttributes") or {} for it in entries}
    good = [it for it in entries if given[it["Id"]].keys() <= SYSTEM_ATTRIBUTES.keys()]
    answer = send_batch({**data, "Entries": good}, qurl) if good else {"Successful": [], "Failed": []}
    sent = {it["MessageId"]: given[it["Id"]] for it in answer["Successful"] if given[it["Id"]]}
    for it in sqs._get_q(data.get("QueueUrl", qurl))["messages"] if sent else ():
        for name, value in sent.get(it["id"], {}).items():
            it["sys"][SYSTEM_ATTRIBUTES[name]] = value["StringValue"]
    wrong = [refusal(it["Id"], "InvalidParameterValue", UNKNOWN_SYSTEM_ATTRIBUTE) for it in entries if it not in good]
    return {**answer, "Failed": answer["Failed"] + wrong}


def sources_of(dead_letter_arn):
    for url, queue in list(sqs._queues.items()):
        try:
            policy = json.loads(queue["attributes"].get("RedrivePolicy", "{}"))
        except ValueError:
            continue
        if isinstance(policy, dict) and policy.get("deadLetterTargetArn") == dead_letter_arn:
            yield url


def list_dead_letter_source_queues(data, qurl):
    urls = sources_of(arn_of(sqs._get_q(data.get("QueueUrl", qurl))))
    return {"queueUrls": sorted(sqs._externalize_url(it) for it in urls)}


def to_xml_with_sources(action, result):
    if action != "ListDeadLetterSourceQueues":
        return to_xml(action, result)
    urls = "".join(f"<QueueUrl>{sqs._esc(it)}</QueueUrl>" for it in result["queueUrls"])
    content = f"<ListDeadLetterSourceQueuesResult>{urls}</ListDeadLetterSourceQueuesResult>"
    return sqs._xml_resp(200, "ListDeadLetterSourceQueuesResponse", content)


def movable(queue, now):
    """Visible messages in their order; a group of which one is in flight stays whole."""
    held = {it.get("group_id") for it in queue["messages"] if it["visible_at"] > now and it.get("group_id")}
    return [it for it in queue["messages"] if it["visible_at"] <= now and it.get("group_id") not in held]


def as_new(message, queue, now):
    """AWS gives a moved message a new id and time, and keeps its body and attributes."""
    moved = {**message, "id": sqs.new_uuid(), "receipt_handle": None, "handles": {}, "receive_count": 0}
    moved.update(sent_at=now, enqueued_at=now, visible_at=now, first_receive_at=None)
    moved["sys"] = {**message["sys"], "SentTimestamp": str(int(now * 1000))}
    moved["sys"].pop("DeadLetterQueueSourceArn", None)
    if queue["is_fifo"]:
        queue["fifo_seq"] += 1
        moved["seq"] = str(queue["fifo_seq"]).zfill(20)
    return moved


def move_messages(data, _url):
    """Moves messages to a queue, or each to where it came from; stops at the first that cannot go there, and says why."""
    source = sqs._queue_by_arn(data["SourceArn"])
    if source is None:
        return {"Moved": [], "Failure": "AWS.SimpleQueueService.NonExistentQueue"}
    sqs._expire_retained(source)
    now = time.time()
    moved = []
    failure = None
    for message in movable(source, now)[: int(data["MaxNumberOfMessages"])]:
        sqs._ensure_msg_fields(message)
        arn = data.get("DestinationArn") or message["sys"].get("DeadLetterQueueSourceArn")
        queue = sqs._queue_by_arn(arn) if arn else None
        if queue is None:
            failure = "AWS.SimpleQueueService.NonExistentQueue" if arn else "CouldNotDetermineMessageSource"
            break
        it = as_new(message, queue, now)
        source["messages"].remove(message)
        queue["messages"].append(it)
        place = {"Queue": arn.split(":")[-1], "MessageId": it["id"], "SequenceNumber": it["seq"]}
        moved.append({**place, "Before": message["id"], "Body": message["body"]})
    if moved:
        sqs.esm_wake.set()
    return {"Moved": moved, "Failure": failure}


def install():
    """Puts what is above in the place of what MiniStack has, or beside it."""
    delete = by_handle(sqs._HANDLERS["DeleteMessage"])
    change = by_handle(sqs._HANDLERS["ChangeMessageVisibility"])
    sqs._collect_msgs = collect_with_handles
    sqs._to_xml = to_xml_with_sources
    sqs._HANDLERS.update(
        DeleteMessage=delete,
        DeleteMessageBatch=one_by_one(delete, "DeleteMessageBatchRequestEntry"),
        ChangeMessageVisibility=change,
        ChangeMessageVisibilityBatch=one_by_one(change, "ChangeMessageVisibilityBatchRequestEntry"),
        SendMessageBatch=send_batch_with_system_attributes,
        ListDeadLetterSourceQueues=list_dead_letter_source_queues,
        CafeMoveMessages=move_messages,
    )
