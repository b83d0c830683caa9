"""Vistar Kriya as its two pages say it, from the outside. VK_CASES names the group of cases.

Signed is the timestamp in Unix seconds, the method, the full path with its query, and the body.
"""

import os
import time
import urllib.parse

from conformance import BASE_URL, KEY, SECRET, hex_hmac, report, send, without

CODE = os.environ["VK_CODE"]
BASE_PATH = urllib.parse.urlsplit(BASE_URL).path
PAN = b'{"pan":"ABCDE1234F"}'


def signed(method, path, body=b"", timestamp=None, secret=SECRET, key=KEY, code="X-Tenant-Code"):
    timestamp = timestamp or str(int(time.time()))
    message = (timestamp + method + BASE_PATH + path).encode() + body
    return {
        "X-API-Key": key,
        "X-Timestamp": timestamp,
        "X-Signature": hex_hmac(message, secret),
        code: CODE,
        "Content-Type": "application/json",
    }


def ask(name, method, path, body=b"", headers=None):
    return report(name, send(method, path, headers or signed(method, path, body), body))


def at(seconds):
    return str(int(time.time()) + seconds)


def authentication():
    path = "/wallet/balance"

    def balance(name, headers):
        ask(name, "GET", path, headers=headers)

    balance("accepted", signed("GET", path))
    for header in ("X-API-Key", "X-Timestamp", "X-Signature", "X-Tenant-Code"):
        balance(f"no {header}", without(signed("GET", path), header))
        balance(f"empty {header}", {**signed("GET", path), header: ""})
    balance("unknown key", signed("GET", path, key="vk_live_unknown"))
    balance("another secret", signed("GET", path, secret=SECRET + "x"))
    balance("another code", {**signed("GET", path), "X-Tenant-Code": "111111"})
    balance("X-Admin-Code", signed("GET", path, code="X-Admin-Code"))
    # Far enough from the edge for a slow machine; the edge itself is tested with a clock of its own.
    balance("280 s old", signed("GET", path, timestamp=at(-280)))
    balance("301 s old", signed("GET", path, timestamp=at(-301)))
    balance("280 s ahead", signed("GET", path, timestamp=at(280)))
    balance("340 s ahead", signed("GET", path, timestamp=at(340)))
    balance("milliseconds", signed("GET", path, timestamp=at(0) + "000"))
    balance("signature in upper case", raised(signed("GET", path)))
    # What the page warns of: "Use GET not get", the full path, no code in the signature.
    timestamp = at(0)
    for name, message in (
        ("method in lower case", f"{timestamp}get{BASE_PATH}{path}"),
        ("path without the base path", f"{timestamp}GET{path}"),
        ("the code was signed too", f"{timestamp}GET{BASE_PATH}{path}{CODE}"),
    ):
        headers = signed("GET", path, timestamp=timestamp)
        balance(name, {**headers, "X-Signature": hex_hmac(message)})
    body = b'{"pan": "ABCDE1234F"}'
    ask("another body was signed", "POST", "/verify/pan", body, signed("POST", "/verify/pan", PAN))


def raised(headers):
    return {**headers, "X-Signature": headers["X-Signature"].upper()}


def requests():
    ask("PHP sample's path", "GET", "/wallet/core/balance.php")
    ask("query", "GET", "/wallet/balance?b=2&a=1&q=a%20b+c")
    ask("transactions", "GET", "/wallet/transactions")
    ask("POST", "POST", "/verify/pan", PAN)
    ask("POST unicode", "POST", "/ucb/report", '{"name":"Zoë 🙂"}'.encode())
    ask("POST without parameter", "POST", "/verify/pan", b"{}")
    ask("POST of a number", "POST", "/verify/pan", b'{"pan":12}')
    ask("POST of no JSON", "POST", "/verify/pan", b"pan=ABCDE1234F")
    ask("POST of a list", "POST", "/ucb/report", b"[]")
    ask("unknown path", "GET", "/wallet/balanse")
    ask("wrong method", "DELETE", "/wallet/balance")
    ask("Kamao", "POST", "/kamao/refer", b"{}")
    ask("Micro Loan Services", "GET", "/mls/loans")
    for module in ("ucb", "uvs", "marketplace", "b2c", "users"):
        ask(f"free module {module}", "POST", f"/{module}/list", b"{}")


def live():
    ask("balance before", "GET", "/wallet/balance")
    ask("charged", "POST", "/verify/pan", PAN)
    ask("charged again", "POST", "/ucb/report", b"{}")
    ask("refused", "POST", "/verify/pan", b"{}")
    ask("balance after", "GET", "/wallet/balance")
    ask("transactions", "GET", "/wallet/transactions")
    ask("Kamao", "POST", "/kamao/refer", b"{}")


def strict():
    path = "/wallet/balance"
    ask("X-Tenant-Code", "GET", path)
    ask("X-Admin-Code", "GET", path, headers=signed("GET", path, code="X-Admin-Code"))
    ask("another secret", "GET", path, headers=signed("GET", path, secret="another"))


def limited():
    for number in range(1, 5):
        ask(f"request {number}", "GET", f"/wallet/balance?n={number}")


GROUPS = {
    "sandbox": (authentication, requests),
    "live": (live,),
    "strict": (strict,),
    "limited": (limited,),
}
for group in GROUPS[os.environ["VK_CASES"]]:
    group()
