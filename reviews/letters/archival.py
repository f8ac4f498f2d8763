"""A letter made fit for the archive: what it is, in words and colours, stands inside it.

PDF/A-2b (ISO 19005-2) asks for a description in XMP and for the meaning of the colours;
faces are embedded by `ink` already. `conformity` checks what is relied upon here.
"""

import io
from typing import Final
from xml.sax.saxutils import escape

import pikepdf

from reviews.letters.colours import NAME, srgb_profile

PRODUCER: Final = "Lianshen"
_PACKET: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    '<rdf:Description rdf:about=""\n'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
    ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\n'
    ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"\n'
    ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">\n'
    "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n"
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>\n'
    "<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>\n"
    "<xmp:CreatorTool>{producer}</xmp:CreatorTool>\n"
    "<pdf:Producer>{producer}</pdf:Producer>{keywords}\n"
    "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n"
    '<?xpacket end="r"?>'
)


def archived(data: bytes, *, title: str, keywords: str = "") -> bytes:
    """The same pages with XMP and the profile of their colours; the same bytes each time."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        info = {"/Title": title, "/Creator": PRODUCER, "/Producer": PRODUCER}
        if keywords:
            info["/Keywords"] = keywords
        for name, value in info.items():
            pdf.docinfo[name] = value
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and (
                font.get("/Subtype") == pikepdf.Name.CIDFontType2
            ):
                # What is meant anyway has to be said (6.2.11.3.2).
                font.CIDToGIDMap = font.get("/CIDToGIDMap", pikepdf.Name.Identity)
        packet = pikepdf.Stream(pdf, _packet(title, keywords))
        packet.Type, packet.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
        pdf.Root.Metadata = pdf.make_indirect(packet)
        pdf.Root.Lang = pikepdf.String("zh-CN")
        profile = pikepdf.Stream(pdf, srgb_profile())
        profile.N = 3
        pdf.Root.OutputIntents = [
            pikepdf.Dictionary(
                Type=pikepdf.Name.OutputIntent,
                S=pikepdf.Name.GTS_PDFA1,
                OutputConditionIdentifier=pikepdf.String(NAME.decode()),
                Info=pikepdf.String(NAME.decode()),
                DestOutputProfile=pdf.make_indirect(profile),
            )
        ]
        written = io.BytesIO()
        pdf.save(
            written,
            deterministic_id=True,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return written.getvalue()


def _packet(title: str, keywords: str) -> bytes:
    named = f"<pdf:Keywords>{escape(keywords)}</pdf:Keywords>" if keywords else ""
    return _PACKET.format(
        title=escape(title), producer=PRODUCER, keywords=named
    ).encode()
