"""Scripts and styles without what only people read: comments, indents, long names of local variables.

The sources run as they are; a page gets them lean. The work is done by minify (https://github.com/tdewolff/minify).
"""

from functools import cache
from typing import Literal


@cache
def lean(text: str, kind: Literal["javascript", "css"]) -> str:
    """Return a script or style sheet that does the same in fewer bytes.

    A text that minify can't read stays as it is: then the browser says what is wrong with it.
    """
    # Here and not above: the library has threads of its own, which a server that forks would lose.
    import minify  # noqa: PLC0415

    try:
        small: str = minify.string(f"text/{kind}", text)
    except minify.MinifyError:
        return text
    return small
