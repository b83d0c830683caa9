"""PayIn/PayOut: every requirement of its page, broken one by one, and every resource of the sandbox.

The page: POST; Content-Type application/json; X-App-Token, X-App-Access-Ts (Unix seconds, for a limited
time), X-App-Access-Sig, which is hex(HMAC_SHA256("{X-App-Access-Ts}{Email}", SecretToken)) in lower case.
"""

import base64
import datetime
import hashlib
import json
import os
import time

from conformance import KEY, SECRET, hex_hmac, report, send, without

EMAIL = os.environ["VK_EMAIL"]
TOKEN, TS, SIG = "X-App-Token", "X-App-Access-Ts", "X-App-Access-Sig"


def headers(timestamp=None, email=EMAIL, secret=SECRET):
    """What a request needs that is signed at this time, by this account."""
    timestamp = str(int(time.time())) if timestamp is None else str(timestamp)
    return {
        "Content-Type": "application/json",
        "Accept": "application/json, text/plain",
        TOKEN: KEY,
        TS: timestamp,
        SIG: hex_hmac(timestamp + email, secret),
    }


def case(name, change=None, method="POST", path="/balance", body=b"{}"):
    """A request that is right but for the headers that `change` gives."""
    usual = headers()
    return report(name, send(method, path, usual if change is None else change(usual), body))


def post(name, path, body=None):
    """A request that is right; gives the JSON of the answer."""
    data = b"" if body is None else json.dumps(body).encode()
    return case(name, path=path, body=data).json()


def methods():
    for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
        case(f"method {method}", method=method, body=b"")
    case("method before all else", lambda _: {}, method="GET", body=b"")


def content_types():
    for name, value in (
        ("charset", "application/json; charset=utf-8"),
        ("capitals", "Application/JSON"),
        ("text", "text/plain"),
        ("form", "application/x-www-form-urlencoded"),
        ("longer", "application/json5"),
        ("empty", ""),
    ):
        case(f"content-type {name}", lambda usual: {**usual, "Content-Type": value})
    case("content-type missing", lambda usual: without(usual, "Content-Type"))
    case("content-type before the token", lambda _: {"Content-Type": "text/plain"})
    case("accept missing", lambda usual: without(usual, "Accept"))
    for name, value in (
        ("anything", "*/*"),
        ("text", "text/html;q=0.9, TEXT/PLAIN"),
        ("any application", "application/*"),
        ("html", "text/html"),
        ("longer", "application/json5"),
    ):
        case(f"accept {name}", lambda usual: {**usual, "Accept": value})


def authentication():
    case("nothing wrong")
    case("names in lower case", lambda usual: {key.lower(): usual[key] for key in usual})
    for name in (TOKEN, TS, SIG):
        case(f"missing {name}", lambda usual: without(usual, name))
        case(f"empty {name}", lambda usual: {**usual, name: ""})
    case("missing all three", lambda usual: without(usual, TOKEN, TS, SIG))
    case("missing the last two", lambda usual: without(usual, TS, SIG))
    case("unknown token", lambda usual: {**usual, TOKEN: "nobody"})
    case("token in capitals", lambda usual: {**usual, TOKEN: KEY.upper()})
    case("unknown token and no time", lambda usual: {**usual, TOKEN: "nobody", TS: "x"})


def timestamps():
    now = int(time.time())
    local = datetime.datetime.fromtimestamp(now, datetime.timezone.utc)
    for name, value in (
        ("290 s old", now - 290),
        ("290 s ahead", now + 290),
        ("310 s old", now - 310),
        ("310 s ahead", now + 310),
        ("1970", 0),
        ("milliseconds", now * 1000),
        ("fraction", f"{now}.5"),
        ("negative", -now),
        ("signed", f"+{now}"),
        ("exponent", "1.7e9"),
        ("hexadecimal", hex(now)),
        ("ISO 8601", local.isoformat()),
        ("words", "now"),
        ("many digits", "9" * 400),
    ):
        case(f"timestamp {name}", lambda _: headers(value))
    case("timestamp changed", lambda usual: {**usual, TS: str(int(usual[TS]) - 1)})
    case("timestamp old and unsigned", lambda usual: {**usual, TS: str(now - 310)})


def signatures():
    def signed(message):
        return lambda usual: {**usual, SIG: hex_hmac(message(usual[TS]))}

    def written(encode):
        return lambda usual: {**usual, SIG: encode(usual[SIG])}

    case("signature of another secret", lambda _: headers(secret=SECRET + "x"))
    case("signature of another email", lambda _: headers(email="other@example.com"))
    case("signature of the email in capitals", lambda _: headers(email=EMAIL.upper()))
    case("signature with a separator", signed(lambda ts: f"{ts}.{EMAIL}"))
    case("signature in the other order", signed(lambda ts: EMAIL + ts))
    case("signature of the time alone", signed(lambda ts: ts))
    case("signature of the body", signed(lambda ts: "{}"))
    case("signature with the body", signed(lambda ts: f"{ts}{EMAIL}{{}}"))
    case(
        "signature by SHA-1",
        lambda usual: {**usual, SIG: hex_hmac(usual[TS] + EMAIL, digest=hashlib.sha1)},
    )
    case("signature in capitals", written(str.upper))
    case("signature in base64", written(lambda s: base64.b64encode(bytes.fromhex(s)).decode()))
    case("signature cut", written(lambda s: s[:-2]))
    case("signature longer", written(lambda s: s + "00"))
    case("signature of nothing", written(lambda s: "0" * 64))
    case("signature that is none", written(lambda s: "secret"))
    once = headers()
    for name, path, body in (
        ("signature used again", "/balance", b"{}"),
        ("signature with another path and body", "/anything", b"any body"),
    ):
        report(name, send("POST", path, once, body))


def deposits():
    payin = post("payin", "/payin", {"amount": 1000.5, "currency": "INR", "orderId": "A-1"})
    post("payin status", "/payin/status", {"id": payin["id"]})
    post("payin again", "/payin", {"amount": 1000.5, "orderId": "A-1"})
    case("payin of a text amount", path="/payin", body=b'{"amount": "0.50", "other": [1, {}]}')
    post("payin balance", "/balance")
    declined = post("payin declined", "/payin", {"amount": 5.01})
    post("payin declined status", "/payin/status", {"id": declined["id"]})
    pending = post("payin pending", "/payin", {"amount": 7.02})
    post("payin pending status", "/payin/status", {"id": pending["id"]})
    post("payin pending balance", "/balance")
    post("payin complete", "/payin/complete", {"id": pending["id"]})
    post("payin complete again", "/payin/complete", {"id": pending["id"]})
    post("payin complete balance", "/balance")
    post("payin list", "/payin/list", {"limit": 2})
    post("payin list of a status", "/payin/list", {"status": "declined"})
    post("payin list of an order", "/payin/list", {"orderId": "A-1"})
    post("payin unknown", "/payin/status", {"id": "in_000000000000"})
    post("payin complete unknown", "/payin/complete", {"id": "in_000000000000"})


def withdrawals():
    payout = post("payout", "/payout", {"amount": 200, "orderId": "A-1"})
    post("payout status", "/payout/status", {"id": payout["id"]})
    post("payout again", "/payout", {"amount": 200, "orderId": "A-1"})
    post("payout balance", "/balance")
    declined = post("payout declined", "/payout", {"amount": 5.01})
    post("payout declined status", "/payout/status", {"id": declined["id"]})
    post("payout declined balance", "/balance")
    waiting = post("payout processing", "/payout", {"amount": 7.02})
    post("payout processing status", "/payout/status", {"id": waiting["id"]})
    post("payout processing balance", "/balance")
    post("payout complete", "/payout/complete", {"id": waiting["id"]})
    post("payout complete again", "/payout/complete", {"id": waiting["id"]})
    post("payout of too much", "/payout", {"amount": 99999999})
    post("payout of too much balance", "/balance")
    post("payout list", "/payout/list", {"limit": 1})
    post("payout unknown", "/payout/status", {"id": "out_000000000000"})


def disputes():
    post("payin disputed", "/payin", {"amount": 100.03})
    post("payin disputed too", "/payin", {"amount": 50.03})
    second, first = post("disputes", "/disputes", {"limit": 2})["disputes"]
    post("dispute", "/disputes/get", {"id": first["id"]})
    post("dispute accept", "/disputes/accept", {"id": first["id"]})
    post("dispute accept balance", "/balance")
    post("dispute accept payin", "/payin/status", {"id": first["payInId"]})
    post("dispute accept again", "/disputes/accept", {"id": first["id"]})
    post("dispute contest", "/disputes/contest", {"id": second["id"]})
    post("dispute contest balance", "/balance")
    post("dispute contest then accept", "/disputes/accept", {"id": second["id"]})
    post("disputes of a status", "/disputes", {"status": "contested"})
    post("dispute unknown", "/disputes/get", {"id": "dsp_000000000000"})


def statistics():
    post("statistics", "/statistics")
    post("statistics of days", "/statistics", {"from": "2025-12-30", "to": "2025-12-31"})
    post("statistics of no day", "/statistics", {"from": "yesterday"})


def bodies():
    for name, path, body in (
        ("none", "/payin", b""),
        ("empty object", "/payin", b"{}"),
        ("list", "/payin", b"[]"),
        ("cut", "/payin", b'{"amount":1'),
        ("form", "/payin", b"amount=1"),
        ("not UTF-8", "/payin", b'{"amount":1,"orderId":"\xff"}'),
        ("amount below 0", "/payin", b'{"amount":-1}'),
        ("amount of three decimals", "/payout", b'{"amount":1.005}'),
        ("amount of another currency", "/payout", b'{"amount":1,"currency":"USD"}'),
        ("id as a number", "/payin/status", b'{"id":1}'),
        ("limit of nothing", "/payin/list", b'{"limit":0}'),
    ):
        case(f"body {name}", path=path, body=body)
    case("path unknown", path="/no/such/path", body=b"\x00\xff")
    case("path with a query", path="/balance?a=1", body=b"")
    case("path with a slash at its end", path="/balance/", body=b"")


for part in (
    methods,
    content_types,
    authentication,
    timestamps,
    signatures,
    deposits,
    withdrawals,
    disputes,
    statistics,
    bodies,
):
    part()
