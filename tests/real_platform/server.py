"""The server around the platform."""

import ssl
import sys
import threading

import stand_ins
from django.core.wsgi import get_wsgi_application
from strict import Strict
from werkzeug.serving import make_server


def serve(base_url: str, port: int, tls: ssl.SSLContext) -> None:
    """Serve the platform at `base_url` until standard input closes."""
    stand_ins.put_in_place()
    platform = Strict(get_wsgi_application(), base_url)
    server = make_server("127.0.0.1", port, platform, threaded=True, ssl_context=tls)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    server.shutdown()
