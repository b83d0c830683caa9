"""A client class that knows paths below its base URL only, and signs those."""

import hashlib
import hmac
import os
import time
import urllib.error
import urllib.request


class Client:
    def __init__(self, base_url, key, secret, code):
        self.base_url, self.key, self.secret, self.code = base_url, key, secret, code

    def get(self, path):
        timestamp = int(time.time())
        message = f"{timestamp}GET{path}".encode()
        headers = {
            "X-API-Key": self.key,
            "X-Timestamp": str(timestamp),
            "X-Signature": hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest(),
            "X-Tenant-Code": self.code,
        }
        request = urllib.request.Request(self.base_url + path, headers=headers)
        try:
            return urllib.request.urlopen(request).status
        except urllib.error.HTTPError as error:
            return error.code


client = Client(*(os.environ[name] for name in ("VK_URL", "VK_KEY", "VK_SECRET", "VK_CODE")))
print(client.get("/wallet/balance?history=30"))
