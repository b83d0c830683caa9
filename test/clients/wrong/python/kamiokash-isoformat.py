"""isoformat() ends with +00:00; the header has the documented Z."""

import hashlib
import hmac
import os
import urllib.error
import urllib.request
from datetime import datetime, timezone

now = datetime.now(timezone.utc)
body = '{"externalId":"cust_abc123","firstName":"Leo","lastName":"Kash"}'
message = f"{body}:{now.isoformat(timespec='milliseconds')}"
signature = hmac.new(os.environ["VK_SECRET"].encode(), message.encode(), hashlib.sha256).hexdigest()

request = urllib.request.Request(
    os.environ["VK_URL"] + "/member",
    data=body.encode(),
    headers={
        "Content-Type": "application/json",
        "X-API-Key": os.environ["VK_KEY"],
        "X-Timestamp": now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03}Z",
        "X-Signature": signature,
    },
)
try:
    print(urllib.request.urlopen(request).status)
except urllib.error.HTTPError as error:
    print(error.code)
