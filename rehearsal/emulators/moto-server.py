"""Serves moto for a rehearsal, and tells what it holds of the services that are asked of it."""

import json
import os

from moto.backends import get_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import run_simple
from werkzeug.wrappers import Response

ACCOUNT = os.environ["MOTO_ACCOUNT_ID"]
REGION = os.environ["AWS_DEFAULT_REGION"]
SERVICES = os.environ["REHEARSED"].split()


def stores():
    """Keys of each store of resources, by service and store."""
    return {
        f"{service}.{name}": [str(key) for key in value]
        for service in SERVICES
        for name, value in vars(get_backend(service)[ACCOUNT][REGION]).items()
        if isinstance(value, dict)
    }


def with_stores(app):
    def answer(environ, start_response):
        if environ["PATH_INFO"] != "/_rehearsal/stores":
            return app(environ, start_response)
        return Response(json.dumps(stores()), mimetype="application/json")(environ, start_response)

    return answer


run_simple(
    os.environ["BIND_HOST"],
    int(os.environ["MOTO_PORT"]),
    with_stores(DomainDispatcherApplication(create_backend_app)),
    threaded=True,
    request_handler=MotoRequestHandler,
)
