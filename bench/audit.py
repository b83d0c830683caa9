"""Verifies a log of deliveries line by line, as one would write it: python3 audit.py FILE SECRET.

Prints how many lines are verified, how many are not, and how many are broken.
"""

import hashlib
import hmac
import json
import sys
from datetime import datetime, timedelta

path, secret = sys.argv[1], sys.argv[2].encode()
tolerance = timedelta(seconds=300)
verified = failed = broken = 0

with open(path, "rb") as log:
    for line in log:
        try:
            record = json.loads(line)
        except ValueError:
            broken += 1
            continue
        headers = {name.lower(): value for name, value in record["headers"]}
        timestamp = headers["x-timestamp"]
        message = timestamp.encode() + record["body"].encode()
        expected = hmac.new(secret, message, hashlib.sha256).hexdigest()
        age = datetime.fromisoformat(record["time"]) - datetime.fromisoformat(timestamp)
        if hmac.compare_digest(expected, headers["x-kamio-signature"]) and abs(age) <= tolerance:
            verified += 1
        else:
            failed += 1

print(verified, failed, broken)
