"""A document of HTML and its stylesheets in, a PDF out; and a booklet, two pages on a sheet.

WeasyPrint lays out, pypdf folds. Both are the extra ``print`` and are imported when they are
needed. Nothing is fetched, and nothing of the day, the machine or its user is in the file: the
same document and the same fonts give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from .errors import PrintError

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType({
    "a4": (210, 297), "a5": (148, 210), "letter": (215.9, 279.4)})
"""Width and height in millimetres."""

FOLDED: Mapping[str, tuple[float, float]] = MappingProxyType({
    "a4": (148.5, 210), "letter": (139.7, 215.9)})
"""A page of a booklet: half of the sheet it is printed on."""

POINTS = 72 / 25.4
"""PDF counts in 72 to the inch."""

NOWHERE = "https://handbook.invalid/"
"""Where the pages of a network without an address lie; RFC 2606 promises that nobody is there."""

_INSIDE = re.compile(r'(<a(?:\s[a-z-]+(?:="[^"]*")?)*?)\shref="(?!https?://|#)[^"]*"')


@dataclass(frozen=True, slots=True)
class Document:
    """A whole page of HTML, ready to be laid out.

    ``address`` is where its links lead from; without one, links inside the handbook are words.
    ``pictures`` are the only files it can show, by their names.
    """

    html: str
    styles: tuple[str, ...]
    language: str
    title: str
    mirrored: bool = False
    """Whether it is read from right to left."""
    address: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and how many pages were laid out; a booklet's are those to read, without blank ones."""

    data: bytes
    pages: int


def pdf(document: Document, size: tuple[float, float], *, tagged: bool = True) -> Printed:
    """Lay a document out on paper of a size in millimetres.

    Tagged, it says its structure to those who listen (ISO 14289-1, PDF/UA-1).

    Raises:
        PrintError: WeasyPrint, or a library it needs, is not installed.
    """
    weasyprint = _engine()
    closed = _closed(weasyprint, document.pictures)
    page = f"@page {{ size: {size[0]}mm {size[1]}mm; }}"
    text = document.html if document.address else _INSIDE.sub(r"\1", document.html)
    styles = [weasyprint.CSS(string=style, url_fetcher=closed) for style in (page, *document.styles)]
    html = weasyprint.HTML(
        string=text, base_url=document.address or NOWHERE, url_fetcher=closed)
    options = {"pdf_identifier": _identifier(document, page), "pdf_tags": tagged,
               "pdf_variant": "pdf/ua-1" if tagged else None}
    laid_out = html.render(stylesheets=styles, **options)
    return Printed(laid_out.write_pdf(**options), len(laid_out.pages))


def booklet(document: Document, sheet: str) -> Printed:
    """Lay a document out on half sheets, and put them two on a sheet in the order of a booklet.

    Print it on both sides, turned over at the short edge, and fold it in the middle. An imposed
    page has no order to read in, so the file is not tagged.

    Raises:
        PrintError: WeasyPrint or pypdf is not installed.
    """
    pages = pdf(document, FOLDED[sheet], tagged=False)
    return Printed(impose(pages.data, PAPERS[sheet], document), pages.pages)


def order(pages: int, *, mirrored: bool = False) -> list[tuple[int | None, int | None]]:
    """Which pages lie beside each other, left and right, on every side of the sheets.

    Sides come in pairs, front and back of a sheet. Pages count from 0; None is a blank one, and
    blank ones come last. ``mirrored`` is for books that open to the right.
    """
    whole = -(-pages // 4) * 4
    sides: list[tuple[int | None, int | None]] = []
    for number in range(whole // 2):
        early, late = number, whole - 1 - number
        early_page, late_page = (place if place < pages else None for place in (early, late))
        # On a front the earlier page is on the right, on a back on the left.
        on_right = (number % 2 == 0) != mirrored
        sides.append((late_page, early_page) if on_right else (early_page, late_page))
    return sides


def impose(pages: bytes, sheet: tuple[float, float], document: Document) -> bytes:
    """Put the pages of a PDF two on a sheet, lying on its side.

    Raises:
        PrintError: pypdf is not installed.
    """
    try:
        from pypdf import PageObject, PdfReader, PdfWriter, Transformation  # noqa: PLC0415
        from pypdf.generic import NameObject, TextStringObject  # noqa: PLC0415
    except ImportError as error:
        msg = "Booklets need pypdf, which is not installed."
        raise PrintError(msg, hint=INSTALL) from error
    reader = PdfReader(io.BytesIO(pages))
    writer = PdfWriter()
    short, long = (length * POINTS for length in sheet)
    for sides in order(len(reader.pages), mirrored=document.mirrored):
        made = PageObject.create_blank_page(writer, long, short)
        for place, number in enumerate(sides):
            if number is not None:
                shift = Transformation().translate(place * long / 2, 0)
                made.merge_transformed_page(reader.pages[number], shift)
        writer.add_page(made)
    writer.add_metadata({"/Title": document.title, "/Producer": "Commonbook"})
    writer.root_object[NameObject("/Lang")] = TextStringObject(document.language)
    for page in writer.pages:
        page.compress_content_streams()
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
    made_file = io.BytesIO()
    writer.write(made_file)
    return made_file.getvalue()


INSTALL = "Install it with: pip install 'commonbook[print]'"


def _engine() -> Any:
    """WeasyPrint, or what to install."""
    try:
        import weasyprint  # noqa: PLC0415
    except ImportError as error:
        msg = "Printing to PDF needs WeasyPrint, which is not installed."
        raise PrintError(msg, hint=INSTALL) from error
    except OSError as error:
        msg = "WeasyPrint is installed, but Pango, which shapes its letters, is not."
        raise PrintError(
            msg, hint="On Debian: sudo apt install libpango-1.0-0 libpangoft2-1.0-0. On macOS: "
            "brew install pango. The website has a page for printing without it.") from error
    return weasyprint


def _closed(weasyprint: Any, pictures: Mapping[str, bytes]) -> Any:
    """What WeasyPrint asks for files: it gets the document's own pictures, and nothing else."""

    class Closed(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            del headers
            found = pictures.get(url.rpartition("/assets/images/")[2])
            if found is None:
                msg = "nothing is fetched for printing"
                raise ValueError(msg)
            return weasyprint.urls.URLFetcherResponse(url, found)

    return Closed()


def _identifier(document: Document, page: str) -> bytes:
    """The file's identifier (ISO 32000-1, 14.4) from what it is made of, not from the clock."""
    parts: Iterable[str] = (document.html, page, *document.styles)
    return hashlib.blake2b("\x1e".join(parts).encode(), digest_size=16).hexdigest().encode()
