"""
Serves MiniStack on uvicorn and uvloop, whose HTTP parser and event loop are C: hypercorn's are Python and take longer
than most calls do. Functions of MiniStack are replaced that go through everything there has been, on each call; what
it reads from the text of a condition is read once; and a long poll ends with its caller, as it does on AWS.
"""

import asyncio
import functools
import gc
import os
import time

import ministack_load
import ministack_queues
import ministack_sqs_checks
import uvicorn
from ministack.app import app
from ministack.services import dynamodb, kinesis, sqs

KEEP_ALIVE_SECONDS = 75
# The collector goes through all that is kept, and what a call leaves behind is seldom a cycle.
CYCLES_AFTER_ALLOCATIONS = 50_000


def expire_records(stream):
    """Records of a shard stand in the order of their time: where the first is kept, all are."""
    cutoff = time.time() - stream["RetentionPeriodHours"] * 3600
    for shard in stream["shards"].values():
        records = shard["records"]
        if records and records[0]["ApproximateArrivalTimestamp"] < cutoff:
            shard["records"] = [it for it in records if it["ApproximateArrivalTimestamp"] >= cutoff]


def expire_iterators():
    """Iterators stand in the order of their making: past the first that is kept, all are."""
    oldest = time.time() - kinesis.ITERATOR_EXPIRY_SECONDS
    iterators = kinesis._shard_iterators._data
    expired = []
    for key, state in iterators.items():
        if state["created_at"] >= oldest:
            break
        expired.append(key)
    for key in expired:
        del iterators[key]


def prune_dedup(queue):
    """Ids of deduplication stand in the order of their expiry: past the first that is kept, all are."""
    now = time.time()
    cache = queue["dedup_cache"]
    expired = []
    for key, entry in cache.items():
        if entry["expire"] > now:
            break
        expired.append(key)
    for key in expired:
        del cache[key]


def replace(module, name, function):
    """Puts a function in the place of one that must be there, or the version is another than this file is for."""
    getattr(module, name)
    setattr(module, name, function)


def read_once(function):
    """What follows from a text alone; a list is given out as a copy, since its reader may change it."""
    cached = functools.lru_cache(maxsize=1000)(function)

    def read(*texts):
        answer = cached(*texts)
        return list(answer) if isinstance(answer, list) else answer

    return read


# From the end of a connection to the end of its call, in turns of the event loop, and as many again.
TURNS = 10
receive_message = sqs._HANDLERS["ReceiveMessage"]


async def receive_for_caller(data, qurl):
    """What a poll took is given back where its caller turns out to have gone, since its answer reaches nobody."""
    answer = await receive_message(data, qurl)
    messages = answer.get("Messages", [])
    try:
        for _ in range(TURNS if messages else 0):
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        for it in messages:
            sqs._act_change_visibility({**data, "ReceiptHandle": it["ReceiptHandle"], "VisibilityTimeout": 0}, qurl)
        raise
    return answer


POLL = (b"x-amz-target", b"AmazonSQS.ReceiveMessage")


async def ended_with_caller(scope, receive, send):
    """MiniStack's own poll would go on, and take messages for nobody."""
    if scope["type"] != "http" or POLL not in scope["headers"]:
        return await app(scope, receive, send)
    asked = asyncio.Event()

    async def body():
        message = await receive()
        if not message.get("more_body"):
            asked.set()
        return message

    async def gone():
        await asked.wait()
        while (await receive())["type"] != "http.disconnect":
            pass

    both = [asyncio.ensure_future(app(scope, body, send)), asyncio.ensure_future(gone())]
    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    for it in both:
        it.cancel()
    await asyncio.gather(*both, return_exceptions=True)


replace(kinesis, "_next_sequence_number", ministack_load.next_sequence_number)
replace(kinesis, "_expire_records", expire_records)
replace(kinesis, "_expire_iterators", expire_iterators)
replace(sqs, "_prune_dedup", prune_dedup)
sqs._HANDLERS["ReceiveMessage"] = receive_for_caller
ministack_queues.install()
ministack_sqs_checks.install()
replace(dynamodb, "_tokenize", read_once(dynamodb._tokenize))
replace(dynamodb, "_condition_syntax_error", read_once(dynamodb._condition_syntax_error))
gc.set_threshold(CYCLES_AFTER_ALLOCATIONS)
uvicorn.run(
    ended_with_caller,
    host=os.environ["BIND_HOST"],
    port=int(os.environ["GATEWAY_PORT"]),
    http="httptools",
    loop="uvloop",
    access_log=False,
    log_level=os.environ["LOG_LEVEL"].lower(),
    timeout_keep_alive=KEEP_ALIVE_SECONDS,
    # nothing of it is kept, and a long poll would hold up its end
    timeout_graceful_shutdown=0,
    # MiniStack sends its own
    date_header=False,
    server_header=False,
)
