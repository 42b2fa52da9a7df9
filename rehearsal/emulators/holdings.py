"""What an emulator holds: keys of its stores, each with the state that its record tells."""

STATES = ("KeyState", "State", "lastStatus", "status")


def held(records):
    """State by key, null where a record tells none; an empty record holds nothing."""
    return {str(key): state(record) for key, record in records if record != {} and record != []}


def state(record):
    if isinstance(record, int):
        return str(record)
    if not isinstance(record, dict):
        return None
    # how Secrets Manager tells of a secret that waits for its end
    if record.get("DeletedDate"):
        return "deleted"
    return next((record[name] for name in STATES if isinstance(record.get(name), str)), None)
