"""Serves MiniStack for a rehearsal, as for the local cloud; it tells what it holds, and what it was made to do."""

import json
import pathlib
import runpy
import sys

# the checkout stays as it is
sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__)
sys.path.append(str(HERE.parents[1]))

import answers  # noqa: F401
import api_domains  # noqa: F401
import autoscaling_groups  # noqa: F401
import config_service  # noqa: F401
import eks_addons  # noqa: F401
import flow_logs  # noqa: F401
import memory  # noqa: F401
import ministack.app
import public_parameters  # noqa: F401
import secret_rotation  # noqa: F401
import ssm_documents  # noqa: F401
import vpc  # noqa: F401
from holdings import held
from shims import shims

LOCAL = HERE.parents[3] / "local" / "engines" / "ministack-server.py"
SERVICES = "ministack.services."
SCOPED = ("AccountScopedDict", "AccountRegionScopedDict")


def stores():
    """Keys of each store of resources with their states, by service and store."""
    modules = [(name.removeprefix(SERVICES), it) for name, it in list(sys.modules.items()) if name.startswith(SERVICES)]
    return {
        f"{service}.{name}": held((key[-1], record) for key, record in value._data.items())
        for service, module in modules
        for name, value in vars(module).items()
        if type(value).__name__ in SCOPED
    }


ANSWERS = {"/_rehearsal/stores": stores, "/_rehearsal/shims": lambda: shims}


def answering(app):
    async def answer(scope, receive, send):
        own = ANSWERS.get(scope["path"]) if scope["type"] == "http" else None
        if own is None:
            return await app(scope, receive, send)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(own()).encode()})

    return answer


ministack.app.app = answering(ministack.app.app)
# it imports what stands beside it
sys.path.append(str(LOCAL.parent))
runpy.run_path(str(LOCAL), run_name="__main__")
