"""A module as a component of an Open edX course.

The module's page is a whole page with a style and a road of its own, so a block holds a frame that shows it:
nothing of the course's style reaches it, and two blocks on one page can't clash. The frame's page comes from
a handler of the block, so it is of the platform's own site: no cookie, token or message between sites is
needed, and the page asks and tells the block's other handlers.
"""

from collections.abc import Mapping
from typing import Any

from web_fragments.fragment import Fragment
from webob import Request, Response
from wegwijs_xblock import pages
from wegwijs_xblock.catalogue import registry
from wegwijs_xblock.settings import EDITIONS, NAMES, Settings, mistakes, read_form
from wegwijs_xblock.words import render, spoken_language, static, wanted_language, words
from wegwijs_xblock.work import Work
from xblock.core import XBlock
from xblock.exceptions import JsonHandlerError
from xblock.validation import Validation, ValidationMessage

from modules.kit.guide_booklet import render_guide_booklet
from modules.kit.module import Module

_VERBS = ("load", "save", "finish", "carry", "guide")
_FOR_EVER = "private, max-age=31536000, immutable"


@XBlock.wants("user")
@XBlock.wants("i18n")
class WegwijsBlock(Settings, Work, XBlock):
    """Shows any module that is installed; `blocks.py` has one for each that comes along."""

    has_author_view = True
    icon_class = "other"

    def __repr__(self) -> str:
        """Return what may stand in a log: XBlock's own would show every answer."""
        return f"<{type(self).__name__} {self.scope_ids.usage_id}>"

    # Views

    @XBlock.supports("multi_device")
    def student_view(self, context: Any = None) -> Fragment:  # noqa: ARG002
        """The module's page, with the learner's own work."""
        return self._frame(is_kept=True)

    def public_view(self, context: Any = None) -> Fragment:  # noqa: ARG002
        """The module's page for somebody without an account, of whom nothing is kept."""
        return self._frame(is_kept=False)

    def author_view(self, context: Any = None) -> Fragment:  # noqa: ARG002
        """What is set, what is wrong with it, and the page as learners see it."""
        module = self.shown_module
        return self._fragment(
            "author.html",
            block=self,
            module=module,
            texts=module.words[module.language(wanted_language())].module if module else None,
            problems=self._problems(),
            address=self._page_address(is_kept=False) if module else None,
            guide=self._address("guide_file") if module and module.guides else None,
        )

    def studio_view(self, context: Any = None) -> Fragment:  # noqa: ARG002
        """The form with the settings."""
        spoken = words(spoken_language())
        choices = [self._choice(one) for one in registry().modules.values()]
        fragment = self._fragment(
            "studio.html",
            block=self,
            id=f"wegwijs-{abs(hash(str(self.scope_ids.usage_id)))}",
            modules=choices,
            # A name that nobody chose is no name: left empty, it becomes that of the module.
            title=self.display_name if self.fields["display_name"].is_set_on(self) else "",
            editions=EDITIONS,
            problems=self._problems(),
        )
        fragment.add_javascript(static("studio.js"))
        given = {
            "choices": {one["id"]: one for one in choices},
            "only": self.fixed_module,
            "saving": spoken["saving"],
            "mistake": spoken["mistake"],
            "failed": spoken["mistakes"]["form"],
        }
        fragment.initialize_js("WegwijsStudio", given)
        return fragment

    def validate(self) -> Validation:
        """What Studio shows beside the block where its settings need mending."""
        validation: Validation = super().validate()
        for one in self._problems():
            validation.add(ValidationMessage(ValidationMessage.ERROR, one))
        return validation

    def index_dictionary(self) -> Mapping[str, Any]:
        """What Studio's search finds this block by."""
        module = self.shown_module
        texts = module.words[module.language(self.language)].module if module else None
        content = {
            "display_name": self.display_name,
            "text": f"{texts.title} {texts.tagline}" if texts else "",
        }
        return {"content_type": "Wegwijs", "content": content}

    # Handlers

    @XBlock.handler
    def page(self, request: Request, suffix: str = "") -> Response:
        """The page, in the language that the address ends in."""
        module = self.shown_module
        if module is None:
            html = render("calm_page.html", problems=self._problems_for_staff())
            return _guarded(Response(html, status=410, content_type="text/html", charset="utf-8"))
        shown = self._shown(module, is_kept=request.GET.get("kept") != "no")
        language = suffix if suffix in shown.languages else shown.languages[0]
        response = Response(pages.page(shown, language), content_type="text/html", charset="utf-8")
        response.headers["Cache-Control"] = "private, no-cache"
        return _guarded(response)

    @XBlock.handler
    def asset(self, request: Request, suffix: str = "") -> Response:
        """A file of the page, whose address changes when any of them does."""
        module = self.shown_module
        known, _, path = suffix.partition("/")
        file = pages.files(module.id).get(path) if module else None
        if file is None:
            return _guarded(Response(status=404, content_type="text/plain", charset="utf-8"))
        response = Response(file.body, content_type=file.media_type)
        if file.media_type.startswith("text/"):
            response.charset = "utf-8"
        if file.gzipped and "gzip" in request.headers.get("Accept-Encoding", ""):
            response.body = file.gzipped
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        # A page that was open while we were updated asks by its old address: it gets what there is, once.
        is_current = module is not None and known == pages.digest(module.id)
        response.headers["Cache-Control"] = _FOR_EVER if is_current else "no-store"
        return _guarded(response)

    @XBlock.handler
    def guide_file(self, request: Request, suffix: str = "") -> Response:  # noqa: ARG002
        """The guide as one page to read or print, for course staff and nobody else."""
        module = self.shown_module
        may_read = module is not None and self.is_facilitator
        html = (
            render_guide_booklet(module, module.language(wanted_language())) if module and may_read else None
        )
        if html is None:
            return _guarded(Response(status=404, content_type="text/plain", charset="utf-8"))
        return _guarded(Response(html, content_type="text/html", charset="utf-8"))

    @XBlock.json_handler
    def studio_submit(self, data: Any, suffix: str = "") -> Mapping[str, Any]:  # noqa: ARG002
        """Keep the settings of the form, or say of each that can't be kept why not."""
        # Studio does not always say who asks; the LMS does, and there nobody makes a course.
        if self.is_known_as_learner:
            raise JsonHandlerError(403, "only for who makes the course")
        values, wrong = read_form(data if isinstance(data, dict) else {}, self.fixed_module)
        if wrong:
            said = words(spoken_language())["mistakes"]
            return {"kept": False, "mistakes": {name: said[name] for name in wrong}}
        for name, value in values.items():
            setattr(self, name, value)
        if not self.display_name and (module := self.shown_module):
            spoken = module.language(self.language or wanted_language())
            self.display_name = module.words[spoken].module.title
        return {"kept": True}

    # OLX: the settings, as attributes of the block's element, and nothing else

    @classmethod
    def parse_xml(cls, node: Any, runtime: Any, keys: Any) -> "WegwijsBlock":
        """Read a block from OLX; a setting that can't be read keeps its default and stops no import."""
        block: WegwijsBlock = runtime.construct_xblock_from_class(cls, keys)
        for name in NAMES:
            if node.get(name) is not None:
                try:
                    setattr(block, name, cls.fields[name].from_string(node.get(name)))
                except (ValueError, TypeError):
                    continue
        return block

    def add_xml_to_node(self, node: Any) -> None:
        """Write the block as OLX."""
        node.tag = self.xml_element_name()
        for name in NAMES:
            if self.fields[name].is_set_on(self):
                node.set(name, self.fields[name].to_string(getattr(self, name)))

    @classmethod
    def workbench_scenarios(cls) -> list[tuple[str, str]]:
        """What the XBlock SDK shows when it is started by hand."""
        chosen = "" if cls.fixed_module else ' module="identity"'
        name = f"wegwijs_{cls.fixed_module.replace('-', '_')}" if cls.fixed_module else "wegwijs"
        return [(f"Wegwijs {cls.fixed_module}".strip(), f"<{name}{chosen}/>")]

    # Parts

    @property
    def page_language(self) -> str:
        """The language that this learner meets first: the block's, the last used, or that of Open edX."""
        module = self.shown_module
        assert module is not None  # noqa: S101 - asked of a module that is shown
        languages = self._languages(module)
        wanted = [self.spoken or "", wanted_language().split("-")[0].lower()]
        return next((one for one in wanted if one in languages), languages[0])

    def _frame(self, *, is_kept: bool) -> Fragment:
        module = self.shown_module
        if module is None:
            return self._fragment("calm.html", problems=self._problems_for_staff())
        texts = module.words[self.page_language].module
        address = self._page_address(is_kept=is_kept)
        return self._fragment("frame.html", title=texts.title, spoken=self.page_language, address=address)

    def _fragment(self, template: str, **given: Any) -> Fragment:
        fragment = Fragment(render(template, **given))
        fragment.add_css(static("block.css"))
        return fragment

    def _problems_for_staff(self) -> list[str]:
        return self._problems() if self.is_facilitator else []

    def _problems(self) -> list[str]:
        said = words(spoken_language())["problems"]
        return [said[one.code].format(**one.facts) for one in mistakes(self)]

    def _page_address(self, *, is_kept: bool) -> str:
        return self._address("page", self.page_language, "" if is_kept else "kept=no")

    def _address(self, handler: str, suffix: str = "", query: str = "") -> str:
        found: str = self.runtime.handler_url(self, handler, suffix, query)
        return found

    def _languages(self, module: Module) -> tuple[str, ...]:
        return (self.language,) if self.language in module.languages else module.languages

    def _shown(self, module: Module, *, is_kept: bool) -> pages.Shown:
        languages = self._languages(module)
        query = "" if is_kept else "kept=no"
        return pages.Shown(
            module=module.id,
            variant=self.variant,
            languages=languages,
            edition=self.edition if self.edition in EDITIONS else EDITIONS[0],
            is_kept=is_kept,
            assets=self._address("asset", pages.digest(module.id)).partition("?")[0],
            pages=tuple(self._address("page", one, query) for one in languages),
            verbs=tuple((verb, self._address(f"work_{verb}")) for verb in _VERBS),
        )

    def _choice(self, module: Module) -> Mapping[str, Any]:
        """What the form says of a module: title, parts and languages, as the author reads them."""
        spoken = words(spoken_language())
        texts = module.words[module.language(spoken_language())].module

        def is_judged(variant: str | None) -> bool:
            return module.in_variant(variant).grading == "rubric"

        names = spoken["language-names"]
        return {
            "id": module.id,
            "title": texts.title,
            "variants": [
                {"id": name, "title": texts.variants.get(name, name), "rubric": is_judged(name)}
                for name in module.variants
            ],
            "languages": [{"id": name, "title": names.get(name, name)} for name in module.languages],
            "rubric": is_judged(None),
        }


def _guarded(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
