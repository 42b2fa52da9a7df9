"""Serves moto for a rehearsal; it tells what it holds, and what it was made to do beyond what moto does."""

import json
import os
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parents[1]))

import cloudwatch  # noqa: F401
import elsewhere  # noqa: F401
import lattice  # noqa: F401
import memorydb  # noqa: F401
import redshift  # noqa: F401
import scaling_tags  # noqa: F401
from holdings import held
from moto.backends import get_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from shims import shims
from werkzeug.serving import run_simple
from werkzeug.wrappers import Response

ACCOUNT = os.environ["MOTO_ACCOUNT_ID"]
# the second is where moto keeps what CloudFront has of WAF
REGIONS = (os.environ["AWS_DEFAULT_REGION"], "aws")
SERVICES = os.environ["REHEARSED"].split()


def stores():
    """Keys of each store of resources with their states, by service, region and store."""
    return {
        f"{service}.{region}.{name}": held(value.items())
        for service in SERVICES
        for region, backend in backends(service).items()
        for name, value in vars(backend).items()
        if isinstance(value, dict)
    }


def backends(service):
    """Backends by region: moto makes one where it is asked for."""
    own = get_backend(service)[ACCOUNT]
    return {region: own[region] for region in {*REGIONS, *own} if region in own}


ANSWERS = {"/_rehearsal/stores": stores, "/_rehearsal/shims": lambda: shims}


def answering(app):
    def answer(environ, start_response):
        own = ANSWERS.get(environ["PATH_INFO"])
        if own is None:
            return app(environ, start_response)
        return Response(json.dumps(own()), mimetype="application/json")(environ, start_response)

    return answer


run_simple(
    os.environ["BIND_HOST"],
    int(os.environ["MOTO_PORT"]),
    answering(DomainDispatcherApplication(create_backend_app)),
    threaded=True,
    request_handler=MotoRequestHandler,
)
