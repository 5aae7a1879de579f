"""A tool as PyLTI1p3's Flask example makes one; runs in the peers' environment, under gunicorn.

Kept from the example: the platforms' file is read at each request, state lives in Flask-Caching's
SimpleCache (the process's memory), the key set is fetched at each launch, a template answers. Left out, in
the peer's favour: debug mode, printing the claims, and the page before login that looks for cookies.
"""

import os

from flask import Flask, Response, render_template_string
from flask_caching import Cache
from pylti1p3.contrib.flask import FlaskCacheDataStorage, FlaskMessageLaunch, FlaskOIDCLogin, FlaskRequest
from pylti1p3.tool_config import ToolConfJsonFile

PAGE = """<!doctype html><title>Stock</title>
<p>{{ claims.get("name", "") }}, {{ launch_id }}, {{ "deep link" if deep_link else "resource link" }}</p>
"""

app = Flask(__name__)
app.config.update(SECRET_KEY="for the benchmark", CACHE_TYPE="SimpleCache", CACHE_DEFAULT_TIMEOUT=600)
storage = FlaskCacheDataStorage(Cache(app))


def platforms() -> ToolConfJsonFile:
    return ToolConfJsonFile(os.environ["PLATFORMS"])


@app.route("/login/", methods=["GET", "POST"])
def login() -> Response:
    asked = FlaskRequest()
    flow = FlaskOIDCLogin(asked, platforms(), launch_data_storage=storage)
    return flow.redirect(asked.get_param("target_link_uri"))


@app.post("/launch/")
def launch() -> str:
    message = FlaskMessageLaunch(FlaskRequest(), platforms(), launch_data_storage=storage)
    return render_template_string(
        PAGE,
        claims=message.get_launch_data(),
        launch_id=message.get_launch_id(),
        deep_link=message.is_deep_link_launch(),
    )
