"""Content that browsers may keep, as an answer."""

from __future__ import annotations

from flask import Response, request

from lti_tool.pages import Content


def content_response(content: Content, cache_control: str) -> Response:
    """The content, smaller where the browser takes that; or only word that its copy is still good."""
    gzipped = content.gzipped if "gzip" in request.headers.get("Accept-Encoding", "") else None
    etag = content.etag + ("-gzip" if gzipped else "")
    unchanged = request.if_none_match.contains(etag)
    response = Response(b"" if unchanged else (gzipped or content.body), 304 if unchanged else 200)
    response.headers["Content-Type"] = (
        f"{content.media_type}; charset=utf-8" if _is_text(content.media_type) else content.media_type
    )
    if gzipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Cache-Control"] = cache_control
    return response


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type == "image/svg+xml"
