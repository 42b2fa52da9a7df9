"""Serves MiniStack for a rehearsal: as for the local cloud, and it tells what it holds."""

import json
import pathlib
import runpy
import sys

import ministack.app

LOCAL = pathlib.Path(__file__).parents[2] / "local" / "engines" / "ministack-server.py"
SERVICES = "ministack.services."
SCOPED = ("AccountScopedDict", "AccountRegionScopedDict")


def stores():
    """Keys of each store of resources, by service and store."""
    modules = [(name.removeprefix(SERVICES), it) for name, it in list(sys.modules.items()) if name.startswith(SERVICES)]
    return {
        f"{service}.{name}": [str(key[-1]) for key in value._data]
        for service, module in modules
        for name, value in vars(module).items()
        if type(value).__name__ in SCOPED
    }


def with_stores(app):
    async def answer(scope, receive, send):
        if scope["type"] != "http" or scope["path"] != "/_rehearsal/stores":
            return await app(scope, receive, send)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(stores()).encode()})

    return answer


ministack.app.app = with_stores(ministack.app.app)
runpy.run_path(str(LOCAL), run_name="__main__")
