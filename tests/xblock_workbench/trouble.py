"""Handlers that fail for a while, at the test's wish."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

now: dict[str, int] = {}
"""The status with which each handler of this name answers."""


class Trouble:
    """Answers before the workbench does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for handler, status in now.items():
            if f"/{handler}/" in request.path + "/":
                return HttpResponse("trouble", status=status)
        return self.get_response(request)
