"""Prints every text of a directory in each way: NAME, serialiser and base64, or - where it fails."""

import base64
import json
import pathlib
import sys

COMPACT = {"separators": (",", ":")}
UNICODE = {"ensure_ascii": False}
SORTED = {"sort_keys": True}
WAYS = {
    "python-dumps": {},
    "python-dumps-unicode": UNICODE,
    "python-dumps-compact": COMPACT,
    "python-dumps-compact-unicode": COMPACT | UNICODE,
    "python-dumps-sorted": SORTED,
    "python-dumps-sorted-compact": SORTED | COMPACT,
    "python-dumps-sorted-unicode": SORTED | UNICODE,
    "python-dumps-sorted-compact-unicode": SORTED | COMPACT | UNICODE,
    "python-dumps-indent-2": {"indent": 2},
    "python-dumps-indent-4": {"indent": 4},
    "python-str": None,
}

for file in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    body = json.loads(file.read_bytes())
    for way, options in WAYS.items():
        if way == "python-str" and isinstance(body, str):
            continue  # str() of a str is the str itself
        text = str(body) if options is None else json.dumps(body, **options)
        try:
            output = base64.b64encode(text.encode()).decode()
        except UnicodeEncodeError:
            output = "-"
        print(file.name, way, output, sep="\t")
