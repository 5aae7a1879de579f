"""SCORM packages: made here with one click, or brought along as a zip."""

import io
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from flask import (
    Blueprint,
    Response,
    abort,
    redirect,
    render_template,
    request,
    send_file,
    send_from_directory,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.practice_lms.errors import PackageError
from lti_tool.practice_lms.lms import the_lms
from lti_tool.practice_lms.scorm.media_types import media_type
from lti_tool.practice_lms.scorm.runtime_data import Result, result
from lti_tool.practice_lms.scorm.unpack import unpack
from lti_tool.practice_lms.store import Package
from lti_tool.practice_lms.views.guard import CONTENT_PATH
from lti_tool.practice_lms.views.page import person_or_404

VERSIONS = ("1.2", "2004")

blueprint = Blueprint("packages", __name__)


@blueprint.get("/<person_key>/packages")
def shelf(person_key: str) -> str:
    """Every package, and the two ways to get one."""
    person_or_404(person_key)
    return _shelf()


@blueprint.post("/<person_key>/packages/make")
def make(person_key: str) -> str | AnyResponse:
    """Make a module's package and play it."""
    person_or_404(person_key)
    activity = the_lms().activities.get(request.form.get("module", "")) or abort(404)
    version, language = request.form.get("version", ""), request.form.get("language", "")
    if version not in VERSIONS or language not in activity.languages:
        abort(404)
    name = f"{activity.module_id}-{version.replace('.', '')}-{language}"
    try:
        zipped = io.BytesIO(the_lms().exporter(activity.module_id, version, language))
    except PackageError as error:
        return _shelf(error)
    return _add(person_key, name, zipped)


@blueprint.post("/<person_key>/packages/upload")
def upload(person_key: str) -> str | AnyResponse:
    """Take in a zip."""
    person_or_404(person_key)
    sent = request.files.get("zip")
    if sent is None or not sent.filename:
        return _shelf(PackageError("no-file"))
    stem = re.sub(r"[^a-z0-9]+", "-", Path(sent.filename).stem.lower()).strip("-")[:60]
    return _add(person_key, f"own-{stem or 'package'}", sent.stream)


@blueprint.post("/<person_key>/packages/<package_id>/remove")
def remove(person_key: str, package_id: str) -> AnyResponse:
    """Forget a package, its files and what people did in it."""
    person_or_404(person_key)
    package = package_or_404(package_id)
    the_lms().store.remove_package(package.id)
    shutil.rmtree(the_lms().packages / package.id, ignore_errors=True)
    _zip_of(package.id).unlink(missing_ok=True)
    return redirect(url_for("packages.shelf", person_key=person_key))


@blueprint.get("/<person_key>/packages/<package_id>.zip")
def download(person_key: str, package_id: str) -> Response:
    """The zip, to try it in an LMS of one's own."""
    person_or_404(person_key)
    package = package_or_404(package_id)
    return send_file(_zip_of(package.id).resolve(), download_name=f"{package.id}.zip", as_attachment=True)


@blueprint.get(CONTENT_PATH + "<package_id>/<path:name>")
def content(package_id: str, name: str) -> Response:
    """A file of a package."""
    folder = (the_lms().packages / package_or_404(package_id).id).resolve()
    return send_from_directory(folder, name, mimetype=media_type(name))


def package_or_404(package_id: str) -> Package:
    """The package in the address; only ids that the store knows ever become a path."""
    return the_lms().store.package(package_id) or abort(404)


def _add(person_key: str, package_id: str, zipped: IO[bytes]) -> str | AnyResponse:
    lms = the_lms()
    try:
        manifest = unpack(zipped, lms.packages / package_id)
    except PackageError as error:
        return _shelf(error)
    zipped.seek(0)
    with _zip_of(package_id).open("wb") as kept:
        shutil.copyfileobj(zipped, kept)
    lms.store.add_package(
        Package(package_id, manifest.title, manifest.version, manifest.scos, datetime.now(UTC))
    )
    return redirect(url_for("player.play", person_key=person_key, package_id=package_id, number=1))


def _zip_of(package_id: str) -> Path:
    return the_lms().packages / f"{package_id}.zip"


def _shelf(error: PackageError | None = None) -> str:
    lms = the_lms()
    packages = lms.store.packages()
    return render_template(
        "packages.html",
        packages=packages,
        results=_results(packages),
        activities=list(lms.activities.values()),
        versions=VERSIONS,
        error=error,
    )


def _results(packages: list[Package]) -> dict[tuple[str, str, str], Result]:
    by_id = {package.id: package for package in packages}
    return {
        key: result(by_id[key[0]].version, attempt.cmi)
        for key, attempt in the_lms().store.attempts().items()
        if key[0] in by_id
    }
