"""KamioKash as its page says it, and every resource of its sandbox, from the outside.

Signed is the body, a colon and the time as ISO 8601 with milliseconds and a Z.
"""

import json
from datetime import datetime, timedelta, timezone

from conformance import KEY, SECRET, hex_hmac, report, send, without

ORDER = {
    "reference": "instant_1",
    "date": "2026-01-27T09:23:06.658Z",
    "owner": "cust_abc123",
    "variantId": "VERY_COOL_GIFT_CARD_1",
    "quantity": 1,
}
MEMBER = {"externalId": "cust_abc123", "firstName": "Leo", "lastName": "Kash"}


def iso(seconds=0):
    time = datetime.now(timezone.utc) + timedelta(seconds=seconds)
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z"


def signed(body=b"", timestamp=None, secret=SECRET, key=KEY):
    timestamp = timestamp or iso()
    signature = hex_hmac(body + b":" + timestamp.encode(), secret)
    return {"X-API-Key": key, "X-Timestamp": timestamp, "X-Signature": signature}


def ask(name, method, path, data=None, headers=None):
    """Sends a value as JSON, bytes as they are."""
    body = data if isinstance(data, bytes) else b"" if data is None else json.dumps(data).encode()
    given = signed(body) if headers is None else headers
    return report(name, send(method, path, given, body))


def get(name, path):
    return ask(name, "GET", path)


def post(name, path, data=None):
    return ask(name, "POST", path, data)


def authentication():
    ask("accepted", "GET", "/members", headers=signed())
    for header in ("X-API-Key", "X-Timestamp", "X-Signature"):
        ask(f"no {header}", "GET", "/members", headers=without(signed(), header))
        ask(f"empty {header}", "GET", "/members", headers={**signed(), header: ""})
    ask("header names in lower case", "GET", "/members", headers=lowered(signed()))
    ask("signature in upper case", "GET", "/members", headers=raised(signed()))
    ask("unknown key", "GET", "/members", headers=signed(key="kamio_unknown"))
    ask("another secret", "GET", "/members", headers=signed(secret=SECRET + "x"))
    ask("half a signature", "GET", "/members", headers={**signed(), "X-Signature": "abcd"})
    # Far enough from the edge for a slow machine; the edge itself is tested with a clock of its own.
    ask("280 s old", "GET", "/members", headers=signed(timestamp=iso(-280)))
    ask("301 s old", "GET", "/members", headers=signed(timestamp=iso(-301)))
    ask("280 s ahead", "GET", "/members", headers=signed(timestamp=iso(280)))
    ask("340 s ahead", "GET", "/members", headers=signed(timestamp=iso(340)))
    seconds = str(int(datetime.now(timezone.utc).timestamp()))
    ask("Unix seconds", "GET", "/members", headers=signed(timestamp=seconds))
    whole = iso()[:19] + "Z"
    ask("whole seconds", "GET", "/members", headers=signed(timestamp=whole))
    # What the page's sample does: it signs one body and sends others with the same headers.
    ask("another body was signed", "POST", "/member", MEMBER, signed(b'{"wallet_id": "w_123"}'))
    # The signature covers neither method nor path.
    ask("another path with the same headers", "GET", "/rewards", headers=signed())


def lowered(headers):
    return {name.lower(): value for name, value in headers.items()}


def raised(headers):
    return {**headers, "X-Signature": headers["X-Signature"].upper()}


def sample():
    """Step 2 of the page, in its order."""
    get("the sample's member before", "/member/cust_abc123")
    post("create the sample's member", "/member", MEMBER)
    post("create it again", "/member", MEMBER)
    get("read it", "/member/cust_abc123")
    order = post("issue a voucher", "/orders/simple", ORDER).json()
    post("the same reference again", "/orders/simple", ORDER)
    get("the order of a reference", "/orders?reference=instant_1")
    get("read the order", "/orders/" + order["id"])
    return order


def members():
    post("member: an id to be encoded", "/member", {"externalId": "a/b é?"})
    get("member: read the encoded id", "/member/a%2Fb%20%C3%A9%3F")
    get("members: the newest one", "/members?limit=1")
    get("members: all", "/members")
    get("member: unknown", "/member/nobody")
    post("member: no body", "/member")
    post("member: no JSON", "/member", b"externalId=1")
    post("member: a list", "/member", [MEMBER])
    post("member: no externalId", "/member", {"firstName": "Leo"})
    post("member: externalId is a number", "/member", {"externalId": 1})
    post("member: externalId is empty", "/member", {"externalId": ""})
    post("member: firstName is null", "/member", {"externalId": "x", "firstName": None})


def orders():
    post("order: three vouchers", "/orders/simple", {**ORDER, "reference": "r2", "quantity": 3})
    post("order: without reference and date", "/orders/simple", without(ORDER, "reference", "date"))
    for name in ("owner", "variantId", "quantity"):
        post(f"order: no {name}", "/orders/simple", without(ORDER, name))
    post("order: unknown owner", "/orders/simple", {**ORDER, "owner": "nobody"})
    post("order: unknown variant", "/orders/simple", {**ORDER, "variantId": "NO_SUCH_CARD"})
    for quantity in (0, -1, 1.5, "1", 101, None):
        post(f"order: quantity {quantity!r}", "/orders/simple", {**ORDER, "quantity": quantity})
    get("orders: of the member", "/orders?owner=cust_abc123&limit=500")
    get("orders: of nobody", "/orders?owner=nobody")
    get("order: unknown", "/orders/v_unknown")


def vouchers(order):
    code = order["codes"][0]["code"]
    post("voucher: unknown", "/orders/redeem", {"code": "NO_SUCH_CODE"})
    post("voucher: no code", "/orders/redeem", {})
    post("voucher: use it", "/orders/redeem", {"code": code})
    post("voucher: use it again", "/orders/redeem", {"code": code})
    get("voucher: the order says so", "/orders/" + order["id"])


def wallets_and_transactions():
    get("wallet: the page's", "/wallet/w_123")
    post("wallet: unknown owner", "/wallet", {"owner": "nobody"})
    post("wallet: no owner", "/wallet", {})
    wallet = post("wallet: create", "/wallet", {"owner": "a/b é?"}).json()["wallet_id"]
    get("wallet: read", "/wallet/" + wallet)
    get("wallet: unknown", "/wallet/w_unknown")
    get("wallets: of an owner", "/wallets?owner=a%2Fb%20%C3%A9%3F")

    def move(name, **change):
        data = {"wallet_id": wallet, "type": "earn", "points": 100, **change}
        return post(f"transaction: {name}", "/transaction", data)

    earned = move("earn").json()
    move("spend", type="spend", points=30)
    move("spend too much", type="spend", points=71)
    move("spend the rest", type="spend", points=70)
    move("spend what is not there", type="spend", points=1)
    move("unknown wallet", wallet_id="w_unknown")
    move("another type", type="gift")
    move("points 0", points=0)
    move("points -5", points=-5)
    move("points as text", points="5")
    get("transaction: the wallet afterwards", "/wallet/" + wallet)
    get("transaction: read", "/transactions/" + earned["id"])
    get("transaction: unknown", "/transactions/t_unknown")
    get("transactions: of the wallet", "/transactions?wallet_id=" + wallet)
    get("transactions: what it earned", f"/transactions?wallet_id={wallet}&type=earn")
    get("transactions: of another wallet", "/transactions?wallet_id=w_123")


def rewards_and_campaigns():
    get("rewards", "/rewards")
    get("reward: read", "/rewards/VERY_COOL_GIFT_CARD_1")
    get("reward: unknown", "/rewards/NO_SUCH_CARD")
    campaign = post("campaign: create", "/campaign", {"name": "Diwali"}).json()
    post("campaign: no name", "/campaign", {})
    get("campaign: read", "/campaigns/" + campaign["id"])
    get("campaign: unknown", "/campaigns/c_unknown")
    get("campaigns", "/campaigns")


def elsewhere():
    get("unknown path", "/memberz")
    post("unknown path of a POST", "/order/simple", ORDER)
    get("outside the base path", "/../v2/members")
    ask("wrong method", "DELETE", "/member/cust_abc123")
    post("wrong method of a list", "/members", MEMBER)
    get("wrong method of a write", "/member")
    get("the path of a write is no order", "/orders/simple?a=1")
    ask("HEAD", "HEAD", "/members")
    ask("unsigned and unknown path", "GET", "/memberz", headers={})
    post("echo", "/echo", b"\x00\xff\n\r\x80")


authentication()
ORDERED = sample()
members()
orders()
vouchers(ORDERED)
wallets_and_transactions()
rewards_and_campaigns()
elsewhere()
