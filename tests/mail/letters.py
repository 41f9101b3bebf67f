"""Mails and attachments for tests, made by hand."""

import io
import zipfile
from base64 import encodebytes


def multipart(*parts: bytes, kind: str = "mixed", head: str = "") -> bytes:
    """A mail of these parts, each with its own header."""
    kind = f"Content-Type: multipart/{kind}; boundary=b1"
    mail = f"From: Pat <pat@clinic.example>\r\nSubject: x\r\n{head}{kind}\r\n\r\n"
    return mail.encode() + b"".join(b"--b1\r\n" + part + b"\r\n" for part in parts) + b"--b1--\r\n"


def plain(text: str) -> bytes:
    return b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text.encode()


def attached(octets: bytes, kind: str, name: str) -> bytes:
    head = f'Content-Type: {kind}\r\nContent-Disposition: attachment; filename="{name}"\r\n'
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + encodebytes(octets)


def docx(*paragraphs: str) -> bytes:
    """A Word file with a table of one row at its end."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    row = f"<w:tbl><w:tr>{cell.format('62304')}{cell.format('one unit')}</w:tr></w:tbl>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {space}><w:body>{body}{row}</w:body></w:document>"
        )
    return file.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text on each page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode() if text else b""
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out, at = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in at)
    size = len(objects) + 1
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (size, table, tail)
