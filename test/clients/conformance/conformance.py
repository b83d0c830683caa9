"""What the conformance clients share. Standard library only, and no code of vk.

A client sends one request a case to the server that VK_BASE_URL names, and prints what it got as one
line of JSON: {"name", "status", "headers", "body"}. What was to be expected, the test knows that runs it.
"""

import hashlib
import hmac
import http.client
import json
import os
import urllib.parse

BASE_URL = os.environ["VK_BASE_URL"]
KEY = os.environ["VK_API_KEY"]
SECRET = os.environ["VK_API_SECRET"]

# The headers that are printed, where an answer has them.
SHOWN = (
    "allow",
    "content-type",
    "retry-after",
    "x-api-mode",
    "x-request-id",
    "x-vk-hint",
)


def hex_hmac(message, secret=SECRET, digest=hashlib.sha256):
    """The signature of a text or of bytes, in lower-case hex."""
    data = message.encode() if isinstance(message, str) else message
    return hmac.new(secret.encode(), data, digest).hexdigest()


def without(headers, *names):
    """The same headers but for those of these names."""
    return {name: value for name, value in headers.items() if name not in names}


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body)


def send(method, path, headers, body=b""):
    """Sends exactly these headers, besides Host and Content-Length; the path is below the base URL."""
    url = urllib.parse.urlsplit(BASE_URL)
    connection = http.client.HTTPConnection(url.hostname, url.port, timeout=20)
    try:
        connection.putrequest(method, url.path + path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        shown = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, shown, response.read().decode())
    finally:
        connection.close()


def report(name, answer):
    """Prints a case, and gives the answer back."""
    headers = {header: answer.headers[header] for header in SHOWN if header in answer.headers}
    line = {"name": name, "status": answer.status, "headers": headers, "body": answer.body}
    print(json.dumps(line), flush=True)
    return answer
