"""What an emulator is made to do beyond what it does: each with the reason, and listed for the rehearsal's report."""

shims = []


def shim(owner, name, because, lacking=False):
    """Puts a function in the place of one that must be there, or where one is lacking, or the version is another."""

    def take(function):
        if hasattr(owner, name) == lacking:
            raise RuntimeError(f"{owner.__name__}.{name} is {'there' if lacking else 'not there'}: is it still needed?")
        setattr(owner, name, function)
        shims.append({"what": f"{owner.__name__}.{name}", "because": because})
        return function

    return take


def adds(owner, because, **values):
    """Gives a class attributes that it lacks."""
    for name, value in values.items():
        shim(owner, name, because, lacking=True)(value)
