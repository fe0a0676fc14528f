"""A ReportLab canvas that writes what a screen reader needs: a tagged structure, language, title, and PDF/A intent.

ReportLab writes no structure tree of its own, but its page and catalogue objects let one through. Conformance with
PDF/A-2b is aimed at (embedded fonts, sRGB, XMP) and declared in the metadata; it was not certified by a validator.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFObject, PDFStream, PDFString
from reportlab.pdfbase.ttfonts import shapeStr
from reportlab.pdfgen.canvas import Canvas

from arcaller.documents.paper.fonts import Face, Kind, visual

Color = tuple[float, float, float]


@dataclass(eq=False)
class Node:
    """One element of the structure tree; ``marks`` are (page index, marked-content id) of what it shows."""

    role: str
    parent: Node | None
    attributes: str = ""
    children: list[Node | tuple[int, int]] = field(default_factory=list)


class TaggedCanvas(Canvas):
    """Draws text and rules straight into the page; pages stay open until :meth:`finish` knows their count."""

    _doc: Any  # ReportLab's own, not in its type stubs
    _escape: Any
    _code: list[str]

    def __init__(
        self, size: tuple[float, float], body: Face, *, title: str, author: str, language: str, made: date
    ) -> None:
        self._buffer = BytesIO()
        super().__init__(
            self._buffer, pagesize=size, pageCompression=1, invariant=1, pdfVersion=(1, 7), lang=language,
            initialFontName=body.name,  # type: ignore[arg-type]  # the stub says float
        )  # fmt: skip
        self.setTitle(title)
        self.setAuthor(author)
        self.setSubject(title)
        self.setCreator("arcaller")
        self.setProducer("arcaller with ReportLab")
        stamp = self._doc._timeStamp  # noqa: SLF001 - the only way to date a file without the clock
        stamp.YMDhms = (made.year, made.month, made.day, 0, 0, 0)
        stamp.dhh = stamp.dmm = 0
        self._title, self._author, self._made = title, author, made
        self.root = Node("Document", None)
        self._pages: list[list[str]] = []
        self._mark_counts: list[int] = [0]
        self._fill: Color | None = None
        self._page = 0

    # -- structure ------------------------------------------------------------------------------------------------
    def node(self, role: str, parent: Node | None = None, attributes: str = "") -> Node:
        """A new element at the end of ``parent`` (the document when there is none)."""
        parent = parent or self.root
        made = Node(role, parent, attributes)
        parent.children.append(made)
        return made

    @contextmanager
    def content(self, node: Node) -> Iterator[None]:
        """What is drawn inside belongs to ``node``."""
        mark = self._mark_counts[self._page]
        self._mark_counts[self._page] = mark + 1
        node.children.append((self._page, mark))
        self._code.append(f"/{node.role} <</MCID {mark}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside is decoration or repetition: a reader passes over it."""
        self._code.append("/Artifact BMC")
        yield
        self._code.append("EMC")

    # -- ink ------------------------------------------------------------------------------------------------------
    def ink(self, color: Color) -> None:
        """Fill colour of what follows on this page."""
        if color != self._fill:
            self._code.append(f"{color[0]:.3f} {color[1]:.3f} {color[2]:.3f} rg")
            self._fill = color

    def box(self, x: float, y: float, width: float, height: float, color: Color) -> None:
        self.ink(color)
        self._code.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def boxes(self, rectangles: list[tuple[float, float, float, float]], color: Color) -> None:
        """Many filled rectangles as one path."""
        self.ink(color)
        self._code.append(" ".join(f"{x:.3f} {y:.3f} {w:.3f} {h:.3f} re" for x, y, w, h in rectangles) + " f")

    def show(
        self, x: float, y: float, parts: list[tuple[Face, str, float, Color]], size: float, matrix: str = ""
    ) -> None:
        """One line of text from ``x`` on baseline ``y``; each part is (face, text, width in points, colour)."""
        self._code.append(f"BT {matrix or f'1 0 0 1 {x:.2f} {y:.2f}'} Tm")
        for face, text, _, color in parts:
            self.ink(color)
            if face.kind is Kind.SHAPED:
                self._show_shaped(face, text, size)
            else:
                self._show_plain(face, visual(text) if face.kind is Kind.RTL else text, size)
        self._code.append("ET")

    def _show_plain(self, face: Face, text: str, size: float) -> None:
        font: Any = pdfmetrics.getFont(face.name)
        for subset, raw in font.splitString(text, self._doc):
            name = font.getSubsetInternalName(subset, self._doc)
            self._code.append(f"{name} {size:g} Tf ({self._escape(raw)}) Tj")

    def _show_shaped(self, face: Face, text: str, size: float) -> None:
        """Conjuncts, with the characters as they were written kept for reading and copying.

        Right-to-left runs get no such text: readers put its characters in the order of the glyphs and reverse them
        once more (poppler and PDFium do), while they find the reading order by themselves without it.
        """
        actual = ("\ufeff" + text).encode("utf-16-be").hex()
        inner = self.beginText()
        inner.setFont(face.name, size)
        inner.textOut(shapeStr(text, face.name, size, force=True))
        # ReportLab opens its own text object; the glyphs are wanted inside ours
        glyphs = inner.getCode().split(" Tm ", 1)[1].removesuffix("ET")
        self._code += [f"/Span <</ActualText <{actual}>>> BDC", glyphs, "EMC"]

    @contextmanager
    def veil(self, opacity: float) -> Iterator[None]:
        """What is drawn inside lets the page shine through."""
        self.saveState()
        self.setFillAlpha(opacity)
        yield
        self.restoreState()
        self._fill = None

    # -- pages ----------------------------------------------------------------------------------------------------
    def next_page(self) -> None:
        """Put the page aside and start another."""
        self._pages.append(self._code)
        self._code = []
        self._fill = None
        self._mark_counts.append(0)
        self._page += 1

    @property
    def page_index(self) -> int:
        return self._page

    def finish(self) -> Iterator[tuple[int, int]]:
        """Go through the pages again as (index, count): what the caller draws comes last, over the page."""
        self._pages.append(self._code)
        for index, code in enumerate(self._pages):
            self._code, self._fill, self._page = code, None, index
            yield index, len(self._pages)
            self.showPage()
            page = self._doc.Pages.pages[-1]
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = index, PDFName("S")

    def pdf(self) -> bytes:
        """The file, after :meth:`finish` went through all pages."""
        self._write_structure()
        self._write_archive_intent()
        self.setViewerPreference("DisplayDocTitle", "true")
        self._doc.SaveToFile(self._buffer, self)
        return self._buffer.getvalue()

    def _write_structure(self) -> None:
        doc, catalog = self._doc, self._doc.Catalog
        pages = [_number(doc, page) for page in doc.Pages.pages]
        elements: list[_Raw] = []
        by_page: list[dict[int, int]] = [{} for _ in pages]
        root = _Raw()
        root_number = _number(doc, root)

        def write(node: Node, parent_number: int) -> int:
            element = _Raw()
            number = _number(doc, element)
            elements.append(element)
            kids: list[str] = []
            own = next((child[0] for child in node.children if isinstance(child, tuple)), None)
            for child in node.children:
                if isinstance(child, Node):
                    kids.append(f"{write(child, number)} 0 R")
                else:
                    page, mark = child
                    by_page[page][mark] = number
                    kids.append(str(mark) if page == own else f"<</Type /MCR /Pg {pages[page]} 0 R /MCID {mark}>>")
            place = f" /Pg {pages[own]} 0 R" if own is not None else ""
            element.content = (
                f"<</Type /StructElem /S /{node.role} /P {parent_number} 0 R{place}{node.attributes} "
                f"/K [{' '.join(kids)}]>>"
            ).encode()
            return number

        document = write(self.root, root_number)
        nums = " ".join(
            f"{page} [{' '.join(f'{marks[mark]} 0 R' for mark in sorted(marks))}]"
            for page, marks in enumerate(by_page)
        )
        root.content = (
            f"<</Type /StructTreeRoot /K [{document} 0 R] /ParentTree <</Nums [{nums}]>> "
            f"/ParentTreeNextKey {len(pages)}>>"
        ).encode()
        catalog.StructTreeRoot = root
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _write_archive_intent(self) -> None:
        doc, catalog = self._doc, self._doc.Catalog
        profile = PDFStream(content=srgb_profile(), filters=[])
        profile.dictionary["N"] = 3
        intent = PDFDictionary({
            "Type": PDFName("OutputIntent"), "S": PDFName("GTS_PDFA1"), "Info": PDFString("sRGB"),
            "OutputConditionIdentifier": PDFString("sRGB"), "DestOutputProfile": doc.Reference(profile),
        })  # fmt: skip
        catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
        catalog.OutputIntents = PDFArray([intent])
        meta = PDFStream(content=self._xmp(), filters=[])
        meta.dictionary["Type"], meta.dictionary["Subtype"] = PDFName("Metadata"), PDFName("XML")
        catalog.Metadata = doc.Reference(meta)

    def _xmp(self) -> bytes:
        title, author = escape(self._title), escape(self._author)
        moment = f"{self._made.isoformat()}T00:00:00Z"
        return (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
            'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
            "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
            f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:description>'
            "<xmp:CreatorTool>arcaller</xmp:CreatorTool><pdf:Producer>arcaller with ReportLab</pdf:Producer>"
            f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>"
            '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
        ).encode()


class _Raw(PDFObject):
    """An object whose bytes are ready: a paper has hundreds of structure elements."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.content = b""

    def format(self, document: object) -> bytes:  # noqa: ARG002 - the signature is ReportLab's
        return self.content


def _number(doc: Any, item: PDFObject) -> int:
    reference = doc.Reference(item)
    return int(doc.idToObjectNumberAndVersion[reference.name][0])


def srgb_profile() -> bytes:
    """The sRGB colour space (IEC 61966-2-1) as a small ICC version 2 display profile.

    Primaries adapted to D50 as in the public sRGB profiles; the curve is sampled in 256 steps.
    """

    def tag_xyz(x: float, y: float, z: float) -> bytes:
        return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(v * 65536)) for v in (x, y, z))

    def tag_text(kind: bytes, words: bytes) -> bytes:
        if kind == b"text":
            return b"text\0\0\0\0" + words + b"\0"
        return b"desc\0\0\0\0" + struct.pack(">I", len(words) + 1) + words + b"\0" + b"\0" * 78

    def linear(v: float) -> float:
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    steps = b"".join(struct.pack(">H", round(linear(i / 255) * 65535)) for i in range(256))
    curve = b"curv\0\0\0\0" + struct.pack(">I", 256) + steps
    tags = [
        (b"desc", tag_text(b"desc", b"sRGB IEC61966-2.1")), (b"cprt", tag_text(b"text", b"Public domain")),
        (b"wtpt", tag_xyz(0.9642, 1.0, 0.8249)), (b"rXYZ", tag_xyz(0.43607, 0.22249, 0.01392)),
        (b"gXYZ", tag_xyz(0.38515, 0.71687, 0.09708)), (b"bXYZ", tag_xyz(0.14307, 0.06061, 0.7141)),
        (b"rTRC", curve),
    ]  # fmt: skip
    offset, table, body = 128 + 4 + 12 * (len(tags) + 2), b"", b""
    places: dict[bytes, tuple[int, int]] = {}
    for name, content in tags:
        places[name] = (offset + len(body), len(content))
        body += content + b"\0" * (-len(content) % 4)
    places[b"gTRC"] = places[b"bTRC"] = places[b"rTRC"]
    for name, (start, length) in places.items():
        table += name + struct.pack(">II", start, length)
    table = struct.pack(">I", len(places)) + table
    size = 128 + len(table) + len(body)
    header = (
        struct.pack(">I", size) + b"\0\0\0\0" + b"\x02\x10\0\0" + b"mntrRGB XYZ "
        + struct.pack(">6H", 2000, 1, 1, 0, 0, 0) + b"acsp" + b"\0" * 28
        + struct.pack(">3i", 63190, 65536, 54061) + b"\0" * 48
    )  # fmt: skip
    return header + table + body
