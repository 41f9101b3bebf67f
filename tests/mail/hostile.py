"""Mails made to be large and slow, and the strings that known splitters hang on."""

HEAD = b"From: Pat <pat@clinic.example>\nSubject: x\n"
MEGABYTES = 10_000_000
HOSTILE = {
    "empty lines": HEAD + b"\n" * MEGABYTES,
    "short lines": HEAD + b"\na" * (MEGABYTES // 2),
    "one endless line": HEAD + b"\n" + b"a" * MEGABYTES,
    "a header without end": b"Subject: " + b"a" * MEGABYTES,
    "a folded header without end": b"Subject: " + b"a\n " * (MEGABYTES // 3),
    "very many fields": b"X: y\n" * (MEGABYTES // 5),
    "open brackets": b"To: " + b"(" * 1_000 + b"\nFrom: " + b"(" * 100_000 + b"\n\nhi",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 18_000 + b"\n\nhi",
    "open encoded words": b"Subject: " + b"=?utf-8?q?" * 25_000 + b"\n\nhi",
    "parameters": b"Content-Type: text/plain; " + b"a=b; " * 50_000 + b"\n\nhi",
    "open quotes": b"Content-Type: text/plain; " + b'a="' * 50_000 + b"\n\nhi",
    "10,000 nested parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000)
    ),
    "large nested parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(49)
    )
    + b"\n"
    + b"-" * MEGABYTES,
    "100,000 parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nhi\n" * 100_000,
    "boundaries in lines": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"x--b" * (MEGABYTES // 4),
    "mails in mails": b"Content-Type: message/rfc822\n\n" * 10_000,
    "deep HTML": HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 400_000,
    "deep quotes": HEAD + b"Content-Type: text/html\n\n" + b"<blockquote type=cite>a" * 80_000,
    "open fonts": HEAD
    + b"Content-Type: text/html\n\n"
    + b"".join(b"<font size=%d>" % n for n in range(3_000))
    + b"<p>" * 3_000,
    "attributions": HEAD + b"\n" + b"On Mon 3\n" * (MEGABYTES // 9),
    "header blocks": HEAD + b"\n" + b"From: a@b\n" * (MEGABYTES // 10),
    "8-bit octets": HEAD + b"\n" + bytes(range(128, 256)) * (MEGABYTES // 128),
    "base64": HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"QUJD" * (MEGABYTES // 4),
}

N = 20_000
SLOW = {
    "attribution without an end": "On " + "a " * N,
    "attributions in one line": "On Mon, Jan 1, 2026 at 1:00 PM " * (N // 10),
    "wrote without on": " wrote: " * N,
    "spaces before a colon": "From" + " " * N + "x",
    "dashes": "-" * N + "x",
    "underscores and spaces": "_ " * N,
    "open brackets": "<" * N,
    "quotes of quotes": ">" * N,
    "quotes with spaces": "> " * N + "\nx",
    "forwarded": "---------- Forwarded message " * (N // 10),
    "original": "-----Original " * (N // 5),
    "addresses": "a@" * N,
    "dots": "a." * N + "@",
    "phone numbers": "+1 234 567 " * (N // 5),
    "digits": "1" * N,
    "dashes and digits": "1-" * N,
    "links": "<http://" * (N // 4),
    "sent from": "Sent from my " * (N // 5),
    "empty lines": "\n \n" * N,
    "signature marks": "-- \n" * N,
    "stars": "*" * N + " *" * N,
    "months": "jan feb mar " * (N // 5),
}
