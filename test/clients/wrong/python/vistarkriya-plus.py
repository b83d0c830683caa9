"""urlencode writes + for a space; the URL that is sent was built with quote, which writes %20."""

import hashlib
import hmac
import os
import time
import urllib.error
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

params = {"from": "1 Nov 2026", "to": "30 Nov 2026", "note": "a&b"}
url = os.environ["VK_URL"] + "/wallet/balance"
query = "&".join(f"{quote(name)}={quote(value, safe='')}" for name, value in params.items())
timestamp = str(int(time.time()))
message = timestamp + "GET" + urlsplit(url).path + "?" + urlencode(params)
signature = hmac.new(os.environ["VK_SECRET"].encode(), message.encode(), hashlib.sha256).hexdigest()

request = Request(f"{url}?{query}")
request.add_header("X-API-Key", os.environ["VK_KEY"])
request.add_header("X-Timestamp", timestamp)
request.add_header("X-Signature", signature)
request.add_header("X-Admin-Code", os.environ["VK_CODE"])
try:
    print(urlopen(request).status)
except urllib.error.HTTPError as error:
    print(error.code)
