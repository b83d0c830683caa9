"""Sorts the keys "to be canonical" for the signature only."""

import hashlib
import hmac
import json
import os
import urllib.error
import urllib.request
from datetime import datetime, timezone

order = {"reference": "instant_1", "owner": "cust_abc123", "variantId": "GIFT_1", "quantity": 1}
timestamp = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
message = json.dumps(order, sort_keys=True) + ":" + timestamp
signature = hmac.new(os.environ["VK_SECRET"].encode(), message.encode(), hashlib.sha256).hexdigest()

request = urllib.request.Request(
    os.environ["VK_URL"] + "/orders/simple",
    data=json.dumps(order).encode(),
    headers={
        "Content-Type": "application/json",
        "X-API-Key": os.environ["VK_KEY"],
        "X-Timestamp": timestamp,
        "X-Signature": signature,
    },
)
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as error:
    print(error.code)
