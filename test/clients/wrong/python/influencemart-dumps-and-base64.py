"""Two mistakes: json.dumps with spaces is signed and compact JSON sent, and the digest is base64."""

import base64
import hashlib
import hmac
import json
import os
import time
import urllib.error
import urllib.request

event = {"order_id": 1042, "amount": 499.0, "coupon": "ASHA10"}
timestamp = str(int(time.time()))
digest = hmac.new(
    os.environ["VK_SECRET"].encode(),
    f"{timestamp}.{json.dumps(event)}".encode(),
    hashlib.sha256,
).digest()

request = urllib.request.Request(
    os.environ["VK_URL"] + "/v1/webhooks/order",
    data=json.dumps(event, separators=(",", ":")).encode(),
    headers={
        "Content-Type": "application/json",
        "X-API-Key": os.environ["VK_KEY"],
        "X-Timestamp": timestamp,
        "X-Signature": base64.b64encode(digest).decode(),
        "X-External-Event-Id": "order-1042",
    },
)
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as error:
    print(error.code)
