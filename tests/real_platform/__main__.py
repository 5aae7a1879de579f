"""Run the platform until its standard input closes, which is when the test that started it ends."""

import argparse
import ssl
import tempfile
from pathlib import Path

from django_setup import start_django


def main() -> None:
    """Serve the platform on loopback over HTTPS."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--certificate", required=True)
    parser.add_argument("--key", required=True)
    options = parser.parse_args()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(options.certificate, options.key)
    base_url = f"https://127.0.0.1:{options.port}"
    with tempfile.TemporaryDirectory(prefix="platform-") as folder:
        start_django(base_url, Path(folder))
        from server import serve  # noqa: PLC0415 - needs a configured Django

        serve(base_url, options.port, tls)


if __name__ == "__main__":
    main()
