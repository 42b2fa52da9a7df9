"""What an emulator holds: keys of its stores, each with the state that its record tells."""

STATES = ("KeyState", "State", "lastStatus", "status")


def held(records):
    """State by key, null where a record tells none; an empty record holds nothing."""
    return {str(key): state(record) for key, record in records if record != {} and record != []}


def state(record):
    if isinstance(record, int):
        return str(record)
    told = (record.get(name) for name in STATES) if isinstance(record, dict) else ()
    return next((it for it in told if isinstance(it, str)), None)
