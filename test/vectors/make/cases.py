"""The cases: what is signed, and with which implementation. No signature in here.

ASCII source on purpose: every character outside ASCII is an escape, so that NFC and NFD forms,
joiners, byte order marks and the like cannot be changed by an editor.

Body forms: {"utf8": text}, {"hex": bytes}, {"repeat": text, "times": n, "prefix"?, "suffix"?}.
Secret forms: {"utf8": text}, {"hex": bytes}.
"""


def u(text):
    return {"utf8": text}


def h(hexadecimal):
    return {"hex": hexadecimal.replace(" ", "")}


def rep(text, times, prefix=None, suffix=None):
    body = {"repeat": text, "times": times}
    if prefix is not None:
        body["prefix"] = prefix
    if suffix is not None:
        body["suffix"] = suffix
    return body


EMPTY = u("")

# --- texts used more than once -------------------------------------------------------------------

NEPAL = "\u0928\u0947\u092a\u093e\u0932"  # Nepal in Devanagari: 5 code points, 15 bytes
BHARAT = "\u092d\u093e\u0930\u0924"  # Bharat (India) in Devanagari
KATHMANDU = "\u0915\u093e\u0920\u092e\u093e\u0921\u094c\u0902"
KSHATRIYA = "\u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f"  # with virama conjuncts
NFC_E = "\u00e9"  # e acute, one code point
NFD_E = "e\u0301"  # e acute, two code points
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"  # joined with ZWJ
THUMB = "\U0001f44d\U0001f3fd"  # with a skin tone
FLAG_NP = "\U0001f1f3\U0001f1f5"
BOM = "\ufeff"
RUPEE = "\u20b9"

# Numbers which a JSON parser would change; each is only text to a signature.
NUMBERS = (
    '{"big":9007199254740993,"huge":1e400,"amount":15420.50,"negzero":-0,"one":1.0,'
    '"exp":1E+2,"long":123456789012345678901234567890,"tiny":1e-400}'
)
PRETTY = '{\n  "pan": "ABCDE1234F",\n  "tags": [\n    "a",\n    "b"\n  ]\n}'
BAD_UTF8 = "7b2261223a22 fffe c328 c080 eda080 e0a4 227d"  # never valid UTF-8

# --- secrets -------------------------------------------------------------------------------------

S63 = "0123456789abcdef" * 3 + "0123456789abcde"
S64 = "0123456789abcdef" * 4
S65 = S64 + "!"
S200 = "long-secret-" * 16 + "12345678"
BIN32 = h("000102030405060708090a0b0c0d0e0f f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff")
BIN96 = h("ff00" * 48)

# --- Vistar Kriya --------------------------------------------------------------------------------

VK = []
VK_SECRET = u("your_api_secret_here")  # the secret of the page's PHP sample
VK_TS = "1739612345"


def vk(name, by, method, target, body=EMPTY, ts=VK_TS, secret=VK_SECRET):
    VK.append(
        dict(name=name, madeBy=by, scheme="request", secret=secret, timestamp=ts,
             method=method, target=target, body=body)
    )


BAL = "/api/v1/wallet/balance"
PAN = "/api/v1/verify/pan"
PAN_BODY = u('{"pan":"ABCDE1234F"}')

# What the pages themselves show.
vk("page-example-get-balance", "php", "GET", BAL)
vk("page-example-post-pan", "php", "POST", PAN, PAN_BODY)
vk("page-php-sample-core-balance", "php", "GET", "/api/v1/wallet/core/balance.php")
vk("page-example-get-balance-openssl", "openssl", "GET", BAL, secret=u("sk_live_0123456789abcdef"))
vk("page-example-post-pan-openssl", "openssl", "POST", PAN, PAN_BODY, secret=u("sk_live_0123456789abcdef"))
vk("page-example-workspace-timestamp", "php", "GET", BAL, ts="1714728000")
# Query strings.
vk("get-query-one", "php", "GET", BAL + "?x=1")
vk("get-query-unsorted", "php", "GET", "/api/v1/wallet/transactions?to=2026-02-28&from=2026-02-01&page=2&limit=50")
vk("get-query-sorted", "openssl", "GET", "/api/v1/wallet/transactions?from=2026-02-01&limit=50&page=2&to=2026-02-28")
vk("get-query-percent-20", "php", "GET", "/api/v1/users?name=Sita%20Sharma")
vk("get-query-plus", "php", "GET", "/api/v1/users?name=Sita+Sharma")
vk("get-query-repeated-keys", "php", "GET", "/api/v1/users?id=3&id=1&id=2&id=1")
vk("get-query-encoded-utf8", "php", "GET", "/api/v1/users?city=%E0%A4%95%E0%A4%BE%E0%A4%A0%E0%A4%AE%E0%A4%BE%E0%A4%A1%E0%A5%8C%E0%A4%82")
vk("get-query-encoded-utf8-lower-hex", "openssl", "GET", "/api/v1/users?city=%e0%a4%95%e0%a4%be%e0%a4%a0%e0%a4%ae%e0%a4%be%e0%a4%a1%e0%a5%8c%e0%a4%82")
vk("get-query-trailing-question-mark", "php", "GET", BAL + "?")
vk("get-query-slash-lower-hex", "php", "GET", "/api/v1/files?path=a%2fb%2Fc")
vk("get-path-slash-lower-hex", "openssl", "GET", "/api/v1/files/a%2fb")
vk("get-path-slash-upper-hex", "openssl", "GET", "/api/v1/files/a%2Fb")
vk("get-query-empty-values", "php", "GET", "/api/v1/users?a=&b&=c&&d==")
vk("get-query-second-question-mark", "openssl", "GET", "/api/v1/users?q=what?&r=/a/../b")
vk("get-query-brackets-encoded", "openssl", "GET", "/api/v1/users?f%5Bname%5D=x&f%5B%5D=1")
vk("get-query-encoded-percent", "php", "GET", "/api/v1/users?discount=100%25&raw=%2525")
vk("get-path-dot-segments", "openssl", "GET", "/api/v1/./wallet/../wallet/balance")
vk("get-path-double-and-trailing-slash", "php", "GET", "/api/v1//wallet/balance/")
# Other methods.
vk("put-json", "php", "PUT", "/api/v1/b2c/customers/42", u('{"name":"Ram"}'))
vk("patch-json", "php", "PATCH", "/api/v1/b2c/customers/42", u('{"name":"Ram"}'))
vk("delete-empty", "php", "DELETE", "/api/v1/b2c/customers/42")
vk("delete-with-body", "openssl", "DELETE", "/api/v1/b2c/customers/42", u('{"reason":"closed"}'))
vk("head-empty", "openssl", "HEAD", BAL)
# Bodies.
vk("post-empty", "php", "POST", PAN)
vk("post-empty-object", "php", "POST", PAN, u("{}"))
vk("post-whitespace-only", "openssl", "POST", PAN, u(" \t\r\n "))
vk("post-trailing-newline", "openssl", "POST", PAN, u('{"pan":"ABCDE1234F"}\n'))
vk("post-many-trailing-newlines", "openssl", "POST", PAN, u('{"pan":"ABCDE1234F"}\n\n\n'))
vk("post-leading-newline", "php", "POST", PAN, u('\n{"pan":"ABCDE1234F"}'))
vk("post-crlf", "php", "POST", PAN, u('{\r\n"pan":"ABCDE1234F"\r\n}\r\n'))
vk("post-pretty-printed", "php", "POST", PAN, u(PRETTY))
vk("post-bom", "php", "POST", PAN, u(BOM + '{"pan":"ABCDE1234F"}'))
vk("post-devanagari", "php", "POST", "/api/v1/b2c/customers", u('{"country":"' + NEPAL + '","other":"' + BHARAT + '"}'))
vk("post-devanagari-conjuncts", "openssl", "POST", "/api/v1/b2c/customers", u('{"name":"' + KSHATRIYA + '"}'))
vk("post-e-acute-nfc", "php", "POST", "/api/v1/b2c/customers", u('{"name":"Andr' + NFC_E + '"}'))
vk("post-e-acute-nfd", "php", "POST", "/api/v1/b2c/customers", u('{"name":"Andr' + NFD_E + '"}'))
vk("post-e-acute-json-escape", "php", "POST", "/api/v1/b2c/customers", u('{"name":"Andr\\u00e9"}'))
vk("post-e-acute-latin1-bytes", "openssl", "POST", "/api/v1/b2c/customers", h("7b226e616d65223a22416e6472e9227d"))
vk("post-emoji-zwj", "php", "POST", "/api/v1/b2c/customers", u('{"note":"' + FAMILY + THUMB + FLAG_NP + '"}'))
vk("post-escaped-slashes", "php", "POST", "/api/v1/b2c/customers", u('{"url":"https:\\/\\/example.com\\/a"}'))
vk("post-plain-slashes", "php", "POST", "/api/v1/b2c/customers", u('{"url":"https://example.com/a"}'))
vk("post-numbers", "php", "POST", "/api/v1/wallet/core/debit", u(NUMBERS))
vk("post-form", "php", "POST", PAN, u("pan=ABCDE1234F&name=Sita+Sharma&city=Kathmandu%20Metro"))
vk("post-invalid-utf8", "php", "POST", PAN, h(BAD_UTF8))
vk("post-nul-bytes", "php", "POST", PAN, h("7b00227000616e223a00007d00"))
vk("post-nul-as-text", "openssl", "POST", PAN, u("a\u0000b\u0000"))
vk("post-single-nul", "openssl", "POST", PAN, h("00"))
vk("post-all-bytes", "openssl", "POST", PAN, h(bytes(range(256)).hex()))
vk("post-1mb-ascii", "php", "POST", "/api/v1/files", rep("x", 1048565, '{"data":"', '"}'))
vk("post-1mb-devanagari", "openssl", "POST", "/api/v1/files", rep(NEPAL, 69905))
# Secrets.
vk("secret-inner-space", "php", "GET", BAL, secret=u("two words"))
vk("secret-leading-and-trailing-space", "php", "GET", BAL, secret=u("  padded secret  "))
vk("secret-trailing-newline", "openssl", "GET", BAL, secret=u("your_api_secret_here\n"))
vk("secret-trailing-crlf", "php", "GET", BAL, secret=u("your_api_secret_here\r\n"))
vk("secret-devanagari", "php", "GET", BAL, secret=u("\u0917\u094b\u092a\u094d\u092f-" + NEPAL))
vk("secret-nfc", "php", "GET", BAL, secret=u("caf" + NFC_E))
vk("secret-nfd", "openssl", "GET", BAL, secret=u("caf" + NFD_E))
vk("secret-emoji", "openssl", "GET", BAL, secret=u(FAMILY))
vk("secret-63-bytes", "php", "GET", BAL, secret=u(S63))
vk("secret-64-bytes", "php", "GET", BAL, secret=u(S64))
vk("secret-65-bytes", "openssl", "GET", BAL, secret=u(S65))
vk("secret-200-bytes", "php", "GET", BAL, secret=u(S200))
vk("secret-single-byte", "php", "GET", BAL, secret=u("k"))
vk("secret-binary-32", "php", "GET", BAL, secret=BIN32)
vk("secret-binary-96", "openssl", "POST", PAN, PAN_BODY, secret=BIN96)
vk("secret-shell-specials", "openssl", "GET", BAL, secret=u("$HOME `id` 'a' \"b\" \\n %s -e !x*?"))
vk("secret-looks-like-hex", "openssl", "GET", BAL, secret=u("00ff10"))
vk("secret-looks-like-base64", "php", "GET", BAL, secret=u("c2VjcmV0+/=="))
# Timestamps.
for n, (ts, who) in enumerate([("0", "php"), ("1", "openssl"), ("2147483647", "php"),
                               ("2147483648", "openssl"), ("4102444800", "php"),
                               ("9999999999", "openssl")]):
    vk("timestamp-" + ts, who, "GET", BAL, ts=ts)
# No separators: both members of a pair sign the same bytes, so they share a signature.
vk("no-separator-twin-query-in-target", "php", "POST", "/api/v1/kamao?a=1", EMPTY)
vk("no-separator-twin-query-in-body", "openssl", "POST", "/api/v1/kamao", u("?a=1"))

# --- KamioKash -----------------------------------------------------------------------------------

KK = []
KK_SECRET = u("kamio-api-secret")
KK_HOOK = u("kamio-webhook-secret")
KK_TS = "2026-01-27T09:23:06.658Z"  # the date of the page's order sample


def kk(name, by, method, target, body=EMPTY, ts=KK_TS, secret=KK_SECRET):
    KK.append(
        dict(name=name, madeBy=by, scheme="request", secret=secret, timestamp=ts,
             method=method, target=target, body=body)
    )


def kkh(name, by, body, ts=KK_TS, secret=KK_HOOK):
    KK.append(dict(name=name, madeBy=by, scheme="webhook", secret=secret, timestamp=ts, body=body))


MEM = "/v1/member"
ORD = "/v1/orders/simple"
HOOK_BODY = '{"type":"order.successful","data":{"id":"v_xyz789","owner":"cust_abc123"}}'

kk("page-sample-wallet-id", "python", "POST", MEM, u('{"wallet_id":"w_123"}'))
kk("page-sample-member", "python", "POST", MEM, u('{"externalId":"cust_abc123","firstName":"Leo","lastName":"Kash"}'))
kk("page-sample-order", "openssl", "POST", ORD, u('{"reference":"instant_1","date":"2026-01-27T09:23:06.658Z","owner":"cust_abc123","variantId":"VERY_COOL_GIFT_CARD_1","quantity":1}'))
kk("get-empty-body-twin", "python", "GET", "/v1/member/cust_abc123")
kk("get-query-not-signed-twin", "openssl", "GET", "/v1/member/cust_abc123?b=2&a=1")
kk("delete-empty-body", "openssl", "DELETE", "/v1/member/cust_xyz", secret=u("another-secret"))
kk("put-json", "python", "PUT", "/v1/member/cust_abc123", u('{"firstName":"Leonie"}'))
kk("patch-json", "openssl", "PATCH", "/v1/member/cust_abc123", u('{"lastName":"K."}'))
kk("post-empty-object", "python", "POST", MEM, u("{}"))
kk("post-whitespace-only", "openssl", "POST", MEM, u("\n \t\r\n"))
kk("post-trailing-newline", "openssl", "POST", MEM, u('{"wallet_id":"w_123"}\n'))
kk("post-trailing-colon", "python", "POST", MEM, u("a:b:"))
kk("post-crlf-pretty", "python", "POST", MEM, u(PRETTY.replace("\n", "\r\n")))
kk("post-bom", "openssl", "POST", MEM, u(BOM + "{}"))
kk("post-devanagari", "python", "POST", MEM, u('{"firstName":"' + KSHATRIYA + '","city":"' + KATHMANDU + '"}'))
kk("post-e-acute-nfc", "python", "POST", MEM, u('{"firstName":"Zo' + NFC_E + '"}'))
kk("post-e-acute-nfd", "openssl", "POST", MEM, u('{"firstName":"Zo' + NFD_E + '"}'))
kk("post-e-acute-json-escape", "python", "POST", MEM, u('{"firstName":"Zo\\u00e9"}'))
kk("post-emoji-zwj", "openssl", "POST", MEM, u('{"firstName":"' + FAMILY + '"}'))
kk("post-escaped-slashes", "python", "POST", MEM, u('{"avatar":"https:\\/\\/example.com\\/a.png"}'))
kk("post-numbers", "python", "POST", ORD, u(NUMBERS))
kk("post-invalid-utf8", "python", "POST", MEM, h(BAD_UTF8))
kk("post-nul-bytes", "openssl", "POST", MEM, h("000061000a00"))
kk("post-line-separators", "python", "POST", MEM, u('{"note":"a\u2028b\u2029c\u0085d"}'))
kk("post-1mb", "openssl", "POST", ORD, rep("ab\n", 349525, None, "!"))
kk("secret-leading-and-trailing-space", "python", "POST", MEM, u("{}"), secret=u(" kamio api secret "))
kk("secret-trailing-newline", "openssl", "POST", MEM, u("{}"), secret=u("kamio-api-secret\n"))
kk("secret-64-bytes", "python", "POST", MEM, u("{}"), secret=u(S64))
kk("secret-200-bytes", "openssl", "POST", MEM, u("{}"), secret=u(S200))
kk("secret-binary-32", "python", "POST", MEM, u("{}"), secret=BIN32)
kk("secret-non-ascii", "openssl", "POST", MEM, u("{}"), secret=u(BHARAT + RUPEE))
kk("secret-single-byte-twin", "python", "POST", MEM, u("{}"), secret=u("k"))
kk("secret-single-byte-and-nul-twin", "openssl", "POST", MEM, u("{}"), secret=h("6b00"))
for name, ts, who in [
    ("year-end", "2025-12-31T23:59:59.999Z", "python"),
    ("year-start", "2026-01-01T00:00:00.000Z", "openssl"),
    ("epoch", "1970-01-01T00:00:00.000Z", "python"),
    ("leap-day", "2024-02-29T12:00:00.000Z", "openssl"),
    ("2038-last", "2038-01-19T03:14:07.999Z", "python"),
    ("2038-after", "2038-01-19T03:14:08.000Z", "openssl"),
    ("year-9999", "9999-12-31T23:59:59.999Z", "python"),
]:
    kk("timestamp-" + name, who, "POST", MEM, u('{"wallet_id":"w_123"}'), ts=ts)
kkh("webhook-order-successful", "python", u(HOOK_BODY))
kkh("webhook-transaction-successful", "openssl", u('{"type":"transaction.successful","data":{"amount":15420.50}}'))
kkh("webhook-same-body-api-secret", "python", u(HOOK_BODY), secret=KK_SECRET)
kkh("webhook-pretty-printed", "python", u('{\n  "type": "wallet.new",\n  "data": {}\n}\n'))
kkh("webhook-empty-body", "openssl", EMPTY)
kkh("webhook-devanagari-emoji", "python", u('{"type":"member.new","data":{"name":"' + NEPAL + " " + FAMILY + '"}}'))
kkh("webhook-invalid-utf8", "openssl", h(BAD_UTF8))
kkh("webhook-trailing-newline", "openssl", u(HOOK_BODY + "\n"))
kkh("webhook-year-boundary", "python", u(HOOK_BODY), ts="2025-12-31T23:59:59.999Z")
kkh("webhook-leap-day", "openssl", u('{"type":"voucher_code.used"}'), ts="2028-02-29T00:00:00.000Z")
kkh("webhook-secret-long", "openssl", u(HOOK_BODY), secret=u(S65))
kkh("webhook-secret-binary", "python", u(HOOK_BODY), secret=BIN96)

# --- Influencemart -------------------------------------------------------------------------------

IM = []
IM_SECRET = u("influencemart-signing-secret")
IM_TS = "1767225600"


def im(name, by, method, target, body=EMPTY, ts=IM_TS, secret=IM_SECRET):
    IM.append(
        dict(name=name, madeBy=by, scheme="request", secret=secret, timestamp=ts,
             method=method, target=target, body=body)
    )


HOOKS = "/v1/webhooks/orders"

im("get-empty-body-twin", "openssl", "GET", "/v1/orders")
im("get-query-not-signed-twin", "php", "GET", "/v1/orders?to=2&from=1")
im("delete-empty-body", "php", "DELETE", "/v1/orders/42", ts="1767225601")
im("post-order", "openssl", "POST", "/v1/orders", u('{"order_id":"A-1","amount":15420.50,"currency":"NPR"}'))
im("post-webhook-order", "php", "POST", HOOKS, u('{"event":"order.created","order_id":"A-1"}'))
im("put-json", "openssl", "PUT", "/v1/orders/42", u('{"status":"shipped"}'))
im("patch-json", "php", "PATCH", "/v1/orders/42", u('{"status":"returned"}'))
im("post-empty-object", "php", "POST", HOOKS, u("{}"))
im("post-single-dot", "openssl", "POST", HOOKS, u("."))
im("post-whitespace-only", "openssl", "POST", HOOKS, u("   \n"))
im("post-newline-only", "openssl", "POST", HOOKS, u("\n"))
im("post-trailing-newline", "openssl", "POST", HOOKS, u('{"a":1}\n'))
im("post-no-trailing-newline", "openssl", "POST", HOOKS, u('{"a":1}'))
im("post-crlf", "php", "POST", HOOKS, u('{"a":1}\r\n'))
im("post-pretty-printed", "openssl", "POST", HOOKS, u(PRETTY))
im("post-bom", "openssl", "POST", HOOKS, u(BOM + '{"a":1}'))
im("post-devanagari", "openssl", "POST", HOOKS, u('{"city":"' + KATHMANDU + '"}'))
im("post-e-acute-nfc", "php", "POST", HOOKS, u('{"name":"Ren' + NFC_E + 'e"}'))
im("post-e-acute-nfd", "openssl", "POST", HOOKS, u('{"name":"Ren' + NFD_E + 'e"}'))
im("post-e-acute-json-escape", "openssl", "POST", HOOKS, u('{"name":"Ren\\u00e9e"}'))
im("post-emoji-zwj", "php", "POST", HOOKS, u('{"note":"' + FAMILY + FLAG_NP + '"}'))
im("post-escaped-slashes", "php", "POST", HOOKS, u('{"url":"https:\\/\\/example.com\\/"}'))
im("post-numbers", "openssl", "POST", HOOKS, u(NUMBERS))
im("post-form", "php", "POST", HOOKS, u("order_id=A-1&note=a+b%20c&x=%2f"))
im("post-invalid-utf8", "openssl", "POST", HOOKS, h(BAD_UTF8))
im("post-nul-bytes", "openssl", "POST", HOOKS, h("610062000000"))
im("post-shell-specials", "openssl", "POST", HOOKS, u("$(id) `id` \\n %s %% 'q' \"dq\" -n !! *"))
im("post-1mb", "php", "POST", HOOKS, rep("0123456789abcdef", 65536))
im("post-1mb-emoji", "openssl", "POST", HOOKS, rep(FAMILY, 41943, '{"x":"', '"}'))
# The signed string is 11 bytes longer than the body: around the block edges of SHA-256.
for total, who in [(55, "openssl"), (56, "php"), (63, "openssl"), (64, "php"), (65, "openssl"), (119, "php"), (128, "openssl")]:
    im("signed-length-%d" % total, who, "POST", HOOKS, rep("z", total - 11))
im("secret-inner-and-outer-space", "openssl", "GET", "/v1/orders", secret=u(" sign ing secret "))
im("secret-trailing-newline", "openssl", "GET", "/v1/orders", secret=u("influencemart-signing-secret\n"))
im("secret-non-ascii", "openssl", "GET", "/v1/orders", secret=u("cl" + NFC_E + "-" + NEPAL))
im("secret-64-bytes", "php", "GET", "/v1/orders", secret=u(S64))
im("secret-65-bytes", "openssl", "GET", "/v1/orders", secret=u(S65))
im("secret-single-nul-byte", "openssl", "GET", "/v1/orders", secret=h("00"))
im("secret-binary-32", "openssl", "GET", "/v1/orders", secret=BIN32)
im("secret-binary-64", "php", "GET", "/v1/orders", secret=h("80" * 64))
for ts, who in [("0", "openssl"), ("1", "php"), ("2147483647", "openssl"), ("2147483648", "php"),
                ("4102444800", "openssl"), ("9999999999", "php")]:
    im("timestamp-" + ts, who, "POST", HOOKS, u('{"a":1}'), ts=ts)

# --- PayIn/PayOut --------------------------------------------------------------------------------

PP = []
PP_SECRET = u("payinout-SecretToken-0001")
PP_TS = "1767225600"
PP_MAIL = "merchant@example.com"
PP_PATH = "/api/example"  # the page names no path
PP_BODY = u('{"amount":1500,"currency":"INR"}')


def pp(name, by, email=PP_MAIL, ts=PP_TS, secret=PP_SECRET, body=PP_BODY, target=PP_PATH):
    PP.append(
        dict(name=name, madeBy=by, scheme="request", secret=secret, timestamp=ts,
             method="POST", target=target, body=body, email=email)
    )


def pph(name, by, body, secret=PP_SECRET):
    PP.append(dict(name=name, madeBy=by, scheme="webhook", secret=secret, body=body))


pp("request-plain-twin", "python")
pp("request-other-body-same-signature-twin", "java", body=u('{"amount":999999}'), target="/api/other?x=1")
pp("request-empty-body-same-signature-twin", "java", body=EMPTY)
pp("email-plus-sign", "java", email="merchant+payouts@example.com")
pp("email-upper-case", "java", email="Merchant.Name@Example.COM")
pp("email-lower-case", "python", email="merchant.name@example.com")
pp("email-devanagari", "python", email="\u0935\u094d\u092f\u093e\u092a\u093e\u0930\u0940@\u0909\u0926\u093e\u0939\u0930\u0923." + BHARAT)
pp("email-devanagari-domain-punycode", "java", email="info@xn--p1b6ci4b4b3a.xn--h2brj9c")
pp("email-e-acute-nfc", "java", email="ren" + NFC_E + "@example.com")
pp("email-e-acute-nfd", "python", email="ren" + NFD_E + "@example.com")
pp("email-emoji", "java", email=FAMILY + "@example.com")
pp("email-apostrophe", "python", email="o'brien@example.ie")
pp("email-quoted-local-part", "java", email='"two words"@example.com')
pp("email-long", "python", email="a" * 64 + "@" + "b" * 63 + "." + "c" * 63 + ".example.com")
pp("no-separator-twin-long-timestamp", "python", email="shop@example.com", ts="17672256007")
pp("no-separator-twin-digit-in-email", "java", email="7shop@example.com")
pp("secret-leading-and-trailing-space", "java", secret=u("  Secret Token  "))
pp("secret-trailing-newline", "python", secret=u("payinout-SecretToken-0001\n"))
pp("secret-devanagari", "java", secret=u(NEPAL + BHARAT))
pp("secret-devanagari-65-bytes", "python", secret=u(NEPAL * 4 + "12345"))
pp("secret-emoji", "java", secret=u(FAMILY))
pp("secret-63-bytes", "java", secret=u(S63))
pp("secret-64-bytes", "python", secret=u(S64))
pp("secret-65-bytes", "java", secret=u(S65))
pp("secret-200-bytes", "python", secret=u(S200))
pp("secret-single-byte", "java", secret=u("k"))
pp("secret-hex-of-utf8-bytes", "python", secret=h("c3a9007f0ae0a4a8"))
for ts, who in [("0", "java"), ("1", "python"), ("2147483647", "java"), ("2147483648", "python"),
                ("4102444800", "java"), ("9999999999", "python")]:
    pp("timestamp-" + ts, who, ts=ts)
pph("webhook-compact", "python", u('{"id":"7f1c","status":"PAID","amount":1500.00}'))
pph("webhook-spaces-inside-strings", "java", u('{"status":"PAID","note":"two  words \\n and more"}'))
pph("webhook-raw-pretty-printed", "java", u('{\n  "status": "PAID"\n}'))
pph("webhook-trailing-newline", "python", u('{"status":"PAID"}\n'))
pph("webhook-crlf", "java", u('{"status":"PAID"}\r\n'))
pph("webhook-empty-body", "java", EMPTY)
pph("webhook-empty-object", "python", u("{}"))
pph("webhook-whitespace-only", "java", u(" \t\n"))
pph("webhook-devanagari", "java", u('{"name":"' + KSHATRIYA + '"}'))
pph("webhook-e-acute-nfc", "python", u('{"name":"Jos' + NFC_E + '"}'))
pph("webhook-e-acute-nfd", "java", u('{"name":"Jos' + NFD_E + '"}'))
pph("webhook-e-acute-json-escape", "python", u('{"name":"Jos\\u00e9"}'))
pph("webhook-emoji-zwj", "java", u('{"note":"' + FAMILY + '"}'))
pph("webhook-escaped-slashes", "java", u('{"url":"https:\\/\\/example.com"}'))
pph("webhook-numbers", "java", u(NUMBERS))
pph("webhook-bom", "python", u(BOM + '{"status":"PAID"}'))
pph("webhook-invalid-utf8", "java", h(BAD_UTF8))
pph("webhook-nul-bytes", "python", h("7b00007d00"))
pph("webhook-1mb", "java", rep('{"id":1},', 116508, "[", "{}]"))
pph("webhook-secret-200-bytes", "python", u('{"status":"PAID"}'), secret=u(S200))

PROVIDERS = {
    "vistarkriya": (VK, ("php", "openssl")),
    "kamiokash": (KK, ("python", "openssl")),
    "influencemart": (IM, ("openssl", "php")),
    "payinout": (PP, ("python", "java")),
}
