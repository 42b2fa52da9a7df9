"""
Puts what the journal holds straight into MiniStack's stores: ids, sequence numbers and times stay what they were. The
journal's process sends it as lines of JSON, many to a request; a line is one of
  {"table", "items"}                  items of a table
  {"queue", "message"}                a message that nobody has deleted
  {"queue", "sent"}                   one that somebody has, whose deduplication id still counts
  {"queue", "id", "handle"}           the receipt handle that a consumer holds of a message
  {"stream", "records"}               records of a stream, in about the order of their sequence numbers
  {"kind": "dropped", "stream"}       a stream that was deleted: what came before is gone
  {"file"}                            a file of the streams' journal, with lines of the two kinds above
  {"end"}                             all is there
"""

import hashlib
import itertools
import os
import time
import zlib

import orjson
from ministack.services import dynamodb, kinesis, sqs

PATH = "/_cafe/load"

# Sequence numbers go on from here: never from where they have been, whatever the clock says.
floor_ms = 0
numbers_given = 0


def next_sequence_number():
    global floor_ms, numbers_given
    now = int(time.time() * 1000)
    if now > floor_ms:
        floor_ms, numbers_given = now, 0
    numbers_given += 1
    return f"{floor_ms:020d}{numbers_given:010d}"


def beside(app):
    """An application that takes the journal's lines, and leaves every other path to MiniStack."""

    async def answer(scope, receive, send):
        if scope["type"] != "http" or scope["path"] != PATH:
            return await app(scope, receive, send)
        body = bytearray()
        more = True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status, told = 200, 0
        try:
            told = load(body.splitlines(), os.environ["MINISTACK_ACCOUNT_ID"], os.environ["MINISTACK_REGION"])
        except Damaged as error:
            status, told = 422, error.line
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": str(told).encode()})

    return answer


class Damaged(Exception):
    """A line that does not match its checksum; a log's last one was never acknowledged, and is no error."""

    def __init__(self, line):
        self.line = line


def lines_of(file):
    """The JSON of a journal's lines: CRC-32 in hexadecimal, a space, the JSON."""
    left = file.get("bytes")
    with open(file["path"], "rb") as lines:
        for number in itertools.count(1):
            line = lines.readline() if left is None else lines.readline(left)
            if not line:
                return
            left = None if left is None else left - len(line)
            if not line.endswith(b"\n") or line[:8] != b"%08x" % zlib.crc32(line[9:-1]):
                if file["kind"] == "base" or (left != 0 and lines.readline()):
                    raise Damaged(number)
                return
            yield line[9:-1]


def load(lines, account, region):
    """Takes lines; what belongs to no resource that is there is passed over, and counted."""
    passed = 0
    for line in lines:
        for entry in listed(orjson.loads(line)):
            passed += not load_one(entry, account, region)
    return passed


def listed(entry):
    return entry if isinstance(entry, list) else [entry]


def load_one(entry, account, region):
    if "table" in entry:
        return load_items(dynamodb._tables.get_scoped(account, region, entry["table"]), entry["items"])
    if "queue" in entry:
        url = sqs._queue_name_to_url.get_scoped(account, region, entry["queue"])
        return load_message(sqs._queues.get_scoped(account, region, url), entry) if url else False
    if "stream" in entry:
        stream = kinesis._streams.get_scoped(account, region, entry["stream"])
        if entry["kind"] == "dropped":
            return drop_records(stream)
        return load_records(stream, entry["records"])
    if "file" in entry:
        return load(lines_of(entry["file"]), account, region) == 0
    if "end" in entry:
        end_load()
    return True


def load_items(table, items):
    if table is None:
        return False
    pk, sk = table["pk_name"], table["sk_name"]
    for item in items:
        for name, value in item.items():
            # numbers get the form in which MiniStack compares them
            if "S" not in value:
                dynamodb._validate_attribute_value(name, value)
        pk_value = dynamodb._extract_key_val(item.get(pk))
        sk_value = dynamodb._extract_key_val(item.get(sk)) if sk else "__no_sort__"
        dynamodb._set_item(table, pk_value, sk_value, item)
    return True


def load_message(queue, entry):
    if queue is None:
        return False
    if "message" in entry:
        message = message_of(queue, entry["message"])
        queue["messages"].append(message)
        remember(queue, message)
    elif "sent" in entry:
        remember(queue, message_of(queue, entry["sent"]))
    else:
        for message in queue["messages"]:
            if message["id"] == entry["id"]:
                message["receipt_handle"] = entry["handle"]
                handles = message.setdefault("handles", {})
                handles.setdefault(queue["attributes"]["QueueArn"], []).append(entry["handle"])
    return True


def message_of(queue, it):
    attributes = it.get("attributes") or {}
    sent_at = it["sentAt"] / 1000
    by_group = queue["attributes"].get("DeduplicationScope") == "messageGroup"
    dedup_id = it.get("dedupId")
    system = sqs._build_send_sys_attrs(sent_at, {})
    if it.get("source"):
        system["DeadLetterQueueSourceArn"] = arn_beside(queue, it["source"])
    return {
        "id": it["id"],
        "body": it["body"],
        "md5_body": hashlib.md5(it["body"].encode()).hexdigest(),
        "md5_attrs": sqs._md5_msg_attrs(attributes),
        "receipt_handle": None,
        "sent_at": sent_at,
        "visible_at": sent_at,
        "receive_count": it.get("receives", 0),
        "first_receive_at": None,
        "message_attributes": attributes,
        "sys": system,
        "group_id": it.get("groupId"),
        "dedup_id": dedup_id,
        "dedup_cache_key": f"{it.get('groupId')}:{dedup_id}" if by_group else dedup_id,
        "seq": it.get("sequence"),
    }


def arn_beside(queue, name):
    """A queue and its dead-letter queue are of one account and region."""
    return ":".join([*queue["attributes"]["QueueArn"].split(":")[:-1], name])


def remember(queue, message):
    """What was sent in the last minutes is not taken twice."""
    expire = message["sent_at"] + sqs._DEDUP_WINDOW_S
    if not queue["is_fifo"] or not message["dedup_id"] or expire <= time.time():
        return
    queue["dedup_cache"][message["dedup_cache_key"]] = {
        "expire": expire,
        "id": message["id"],
        "md5": message["md5_body"],
        "md5a": message["md5_attrs"],
        "seq": message["seq"],
    }


def load_records(stream, records):
    # a stream that is not there was deleted after its records came
    if stream is None:
        return True
    cutoff = (time.time() - stream["RetentionPeriodHours"] * 3600) * 1000
    for it in records:
        if it["at"] < cutoff:
            continue
        shard_id = it["shard"]
        if shard_id not in stream["shards"]:
            shard_id = kinesis._route_to_shard(kinesis._partition_key_to_hash(it["PartitionKey"]), stream)
        stream["shards"][shard_id]["records"].append(
            {
                "SequenceNumber": it["number"],
                "ApproximateArrivalTimestamp": round(it["at"] / 1000, 3),
                "Data": it["Data"],
                "PartitionKey": it["PartitionKey"],
            }
        )
    return True


def drop_records(stream):
    for shard in stream["shards"].values() if stream else []:
        shard["records"] = []
    return True


def end_load():
    """Answers can overtake each other by a little, so that records came in about their order."""
    global floor_ms, numbers_given
    for stream in kinesis._streams.all_values():
        for shard in stream["shards"].values():
            records = shard["records"]
            if not records:
                continue
            records.sort(key=lambda it: it["SequenceNumber"])
            first, last = records[0]["SequenceNumber"], records[-1]["SequenceNumber"]
            shard["starting_sequence_number"] = min(shard["starting_sequence_number"], first)
            if int(last[:20]) >= floor_ms:
                floor_ms, numbers_given = int(last[:20]) + 1, 0
    for queue in sqs._queues.all_values():
        # of a start with its microsecond, no number comes twice
        queue["fifo_seq"] = max(queue["fifo_seq"], int(time.time() * 1e6))
        queue["messages"].sort(key=lambda it: (it["seq"] or "", it["sent_at"]))
        for key in sorted(queue["dedup_cache"], key=lambda key: queue["dedup_cache"][key]["expire"]):
            queue["dedup_cache"][key] = queue["dedup_cache"].pop(key)
