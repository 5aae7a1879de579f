"""What the preview shows now: made anew when a file of the module changed."""

from __future__ import annotations

import threading
from pathlib import Path

from lti_tool.preview.build import Built, build, seen
from modules.kit.registry import Registry


class Watch:
    """A folder that is looked at whenever somebody asks; threads take turns."""

    def __init__(self, folder: Path, registry: Registry, variant: str | None = None) -> None:
        self._folder, self._registry, self._variant = folder, registry, variant
        self._turn = threading.Lock()
        self._seen = seen(folder)
        self._built = build(folder, registry, variant)
        self._version = 1
        self._good = self._built

    def now(self) -> tuple[int, Built]:
        """What there is to show, and a number that grows with each change."""
        with self._turn:
            found = seen(self._folder)
            if found != self._seen:
                self._seen = found
                self._built = build(self._folder, self._registry, self._variant)
                self._version += 1
                if not self._built.problems:
                    self._good = self._built
            return self._version, self._built

    def file(self, name: str) -> bytes | None:
        """A file of what was last without mistakes: a page that is open still loads its late scripts."""
        self.now()
        return self._good.files.get(name)

    def languages(self) -> tuple[str, ...]:
        """What the module spoke when it last was good."""
        return self._good.languages
