"""
Serves MiniStack for the local cloud: only who knows the secret of this start is answered, and only by the services that
the system needs. MiniStack has others that run what they are given, and lets every web page in.
"""

import hmac
import os
import pathlib
import re
import runpy

import ministack.app
import ministack_load
from ministack.services import lambda_svc

SECRET = os.environ["CAFE_SECRET"].encode()
SECRET_HEADER = b"x-cafe-secret"
SERVED = os.environ["CAFE_SERVICES"].split(",")
SERVER = pathlib.Path(__file__).parent / "ministack-server.py"
# The address of all services, that of a queue, and MiniStack's own pages that its one caller asks for.
PATH = re.compile(r"/(\d{12}/[\w-]{1,80}(\.fifo)?)?")
OWN_PAGES = {
    ("GET", "/_ministack/health"),
    ("POST", "/_ministack/reset"),
    ("GET", "/_ministack/sqs/messages"),
    ("POST", ministack_load.PATH),
}


def refusal_of(scope):
    """Status of a request that is not let in; None for one that is."""
    method, path = scope["method"], scope["path"]
    given = [value for name, value in scope["headers"] if name == SECRET_HEADER]
    if method == "OPTIONS" or len(given) != 1 or not hmac.compare_digest(given[0], SECRET):
        return 403
    return None if PATH.fullmatch(path) or (method, path) in OWN_PAGES else 404


def guarded(app):
    async def answer(scope, receive, send):
        if scope["type"] == "lifespan":
            return await app(scope, receive, send)
        if scope["type"] != "http":
            return await send({"type": "websocket.close"})
        refusal = refusal_of(scope)
        if refusal is None:
            return await app(scope, receive, send)
        await send({"type": "http.response.start", "status": refusal, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    return answer


async def no_response(*_request, **_more):
    """Stands for the ways that lead past the services: load balancers, function URLs, buckets by their host names."""
    return None


def not_run(*_invocation):
    raise PermissionError("functions run in the runtime of the system, and nowhere else")


def replace(module, name, value):
    """Puts a value in the place of one that must be there, or the version is another than this file is for."""
    getattr(module, name)
    setattr(module, name, value)


handlers = ministack.app.SERVICE_HANDLERS
replace(ministack.app, "SERVICE_HANDLERS", {name: handlers[name] for name in SERVED})
replace(ministack.app, "_handle_post_body_shortcuts", no_response)
replace(ministack.app, "_handle_special_data_plane_request", no_response)
replace(lambda_svc, "_execute_function_dispatch", not_run)
replace(ministack.app, "app", guarded(ministack_load.beside(ministack.app.app)))
runpy.run_path(str(SERVER), run_name="__main__")
