"""Run the workbench until its standard input closes, which is when the test that started it ends."""

import argparse
import os
import sys
import tempfile
import threading
from pathlib import Path

import django
from django.core.management import call_command


def main() -> None:
    """Serve the workbench on loopback."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent))
    with tempfile.TemporaryDirectory(prefix="workbench-") as folder:
        os.environ["WORKBENCH_DATABASE"] = str(Path(folder) / "workbench.db")
        os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
        django.setup()
        # The SDK's wheel has no migrations of its own table.
        call_command("migrate", run_syncdb=True, verbosity=0)
        _serve(options.port)


def _serve(port: int) -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: PLC0415 - needs Django set up
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from werkzeug.serving import make_server  # noqa: PLC0415
    from workbench import scenarios  # noqa: PLC0415

    # Pages are put up by the tests: of one bad example of any XBlock that is installed, all would fail.
    scenarios.get_scenarios.initialized = True
    server = make_server("127.0.0.1", port, StaticFilesHandler(get_wsgi_application()), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    server.shutdown()


if __name__ == "__main__":
    main()
