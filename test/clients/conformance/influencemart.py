"""Influencemart as its page says it, from the outside. VK_CASES names the group of cases.

Signed is the timestamp in Unix seconds, a dot and the raw body.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from conformance import KEY, SECRET, hex_hmac, report, send, without

LIVE_KEY = "ak_live_sandbox_demo"
LIVE_SECRET = "influencemart-sandbox-demo-live-secret"
numbers = count(1)


def signed(body=b"", timestamp=None, secret=SECRET, key=KEY, **options):
    timestamp = timestamp or str(int(time.time()))
    signature = hex_hmac(timestamp.encode() + b"." + body, secret)
    headers = {"X-API-Key": key, "X-Timestamp": timestamp, "X-Signature": signature}
    return {**headers, **{name.replace("_", "-"): value for name, value in options.items()}}


def fresh():
    """A body that no other request has: each signature is accepted once."""
    return b'{"n":%d}' % next(numbers)


def ask(name, method, path, body=b"", headers=None):
    return report(name, send(method, path, headers or signed(body), body))


def at(seconds):
    return str(int(time.time()) + seconds)


def authentication():
    def post(name, headers, body):
        ask(name, "POST", "/v1/orders", body, headers)

    body = fresh()
    post("accepted", signed(body), body)
    for header in ("X-API-Key", "X-Timestamp", "X-Signature"):
        body = fresh()
        post(f"no {header}", without(signed(body), header), body)
        post(f"empty {header}", {**signed(body), header: ""}, body)
    body = fresh()
    post("unknown key", signed(body, key="ak_test_unknown"), body)
    post("revoked key", signed(body, key="ak_test_sandbox_revoked"), body)
    post("another secret", signed(body, secret=SECRET + "x"), body)
    post("live key", signed(body, key=LIVE_KEY, secret=LIVE_SECRET), body)
    for name, seconds in (
        ("280 s old", -280),
        ("301 s old", -301),
        ("280 s ahead", 280),
        ("340 s ahead", 340),
    ):
        body = fresh()
        post(name, signed(body, timestamp=at(seconds)), body)
    body = fresh()
    post("milliseconds", signed(body, timestamp=at(0) + "000"), body)
    post("another body was signed", signed(fresh()), fresh())
    headers = signed(body)
    joined = hex_hmac(headers["X-Timestamp"].encode() + body)
    post("no dot was signed", {**headers, "X-Signature": joined}, body)
    ask("GET", "GET", "/v1/orders", headers=signed(timestamp=at(-1)))


def options():
    body = fresh()
    ask("request id", "POST", "/v1/orders", body, signed(body, X_Request_ID="r-1"))
    headers = signed(fresh(), X_Request_ID="r-2")
    ask("request id of a refusal", "POST", "/v1/orders", b"other", headers)
    path = "/v1/webhooks/order"
    body = fresh()
    ask("event without an id", "POST", path, body)
    first = ask("event", "POST", path, body, signed(body, X_External_Event_Id="e-1"))
    body = fresh()
    again = ask("event again", "POST", path, body, signed(body, X_External_Event_Id="e-1"))
    assert first.json()["id"] == again.json()["id"]
    body = fresh()
    other = ask("another event", "POST", path, body, signed(body, X_External_Event_Id="e-2"))
    assert first.json()["id"] != other.json()["id"]


def repeats():
    body = fresh()
    headers = signed(body)
    ask("used once", "POST", "/v1/orders", body, headers)
    ask("used twice", "POST", "/v1/orders", body, headers)
    ask("used for another path", "POST", "/v1/other", body, headers)
    body = fresh()
    key = {"X_Idempotency_Key": "k-1"}
    first = ask("key", "POST", "/v1/orders", body, signed(body, **key))
    # A time of its own, however slow the machine is: another signature.
    again = ask("key again", "POST", "/v1/orders", body, signed(body, at(-60), **key))
    assert first.body == again.body
    other = fresh()
    ask("key with another body", "POST", "/v1/orders", other, signed(other, **key))
    body = fresh()
    ask("another key", "POST", "/v1/orders", body, signed(body, X_Idempotency_Key="k-2"))


def at_once():
    """Ten at the same time."""
    body = fresh()
    headers = signed(body)
    with ThreadPoolExecutor(10) as pool:
        same = list(pool.map(lambda _: send("POST", "/v1/orders", headers, body), range(10)))
    for number, answer in enumerate(sorted(same, key=lambda answer: answer.status)):
        report(f"one signature {number}", answer)
    body = fresh()
    now = int(time.time())
    times = [str(now - number) for number in range(10)]
    ten = [signed(body, each, X_Idempotency_Key="k-10") for each in times]
    with ThreadPoolExecutor(10) as pool:
        same = list(pool.map(lambda given: send("POST", "/v1/orders", given, body), ten))
    for number, answer in enumerate(same):
        report(f"one key {number}", answer)


def limited():
    for number in range(1, 5):
        body = fresh()
        ask(f"request {number}", "POST", "/v1/orders", body)


GROUPS = {
    "all": (authentication, options, repeats, at_once),
    "limited": (limited,),
}
for group in GROUPS[os.environ["VK_CASES"]]:
    group()
